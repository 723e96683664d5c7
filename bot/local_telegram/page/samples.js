/**
 * What one can attach without having it: small samples made here.
 */

import { word } from "./words.js";

/** @returns {string} base64 of a small landscape as PNG */
function picture() {
  const canvas = document.createElement("canvas");
  canvas.width = 480;
  canvas.height = 320;
  const paint = canvas.getContext("2d");
  const sky = paint.createLinearGradient(0, 0, 0, 220);
  sky.addColorStop(0, "#9ec5d6");
  sky.addColorStop(1, "#f7e3c6");
  paint.fillStyle = sky;
  paint.fillRect(0, 0, 480, 320);
  paint.fillStyle = "#f9f1dc";
  paint.beginPath();
  paint.arc(350, 120, 34, 0, 7);
  paint.fill();
  for (const [color, base, height] of [["#5d8a87", 190, 46], ["#2f5f5b", 225, 62]]) {
    paint.fillStyle = color;
    paint.beginPath();
    paint.moveTo(0, 320);
    for (let x = 0; x <= 480; x += 8) paint.lineTo(x, base - height * Math.abs(Math.sin(x / 97 + height)));
    paint.lineTo(480, 320);
    paint.fill();
  }
  paint.fillStyle = "#c7dcdc";
  paint.fillRect(0, 240, 480, 80);
  return canvas.toDataURL("image/png").split(",")[1];
}

/** @param {string} text @returns {string} base64 of its UTF-8 */
const encoded = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/**
 * The entries of the attach menu.
 * @param {Object} phone `send(content)`, `askContact()`, `askLocation()`
 */
export function attachments(phone) {
  const note = { file_name: "muistio.txt", mime_type: "text/plain", base64: encoded("Näyte – a sample.\n") };
  const photo = () => ({ file_name: "photo.png", mime_type: "image/png", base64: picture() });
  return [
    { icon: "image", text: word("photo"), action: () => phone.send({ photo: photo() }) },
    { icon: "file", text: word("file"), action: () => phone.send({ document: note }) },
    { icon: "place", text: word("location"), action: () => phone.askLocation() },
    { icon: "person", text: word("contact"), action: () => phone.askContact() },
    { icon: "voice", text: word("voice"), action: () => phone.send({ voice: true }) },
    { icon: "sticker", text: word("sticker"), action: () => phone.send({ sticker: true }) },
  ];
}
