/**
 * On a narrow window the two phones stand behind two tabs; on a wide one both are seen and the tabs are gone.
 */

/** Below this width two phones do not fit side by side. The same number stands in style.css. */
const NARROW = "(max-width: 759px)";

/**
 * @param {HTMLElement} main holds `[role=tablist]` and a `[data-panel]` for each `[role=tab]`
 * @returns {{select: (name: string) => void, mark: (name: string) => void}} `mark` shows that a hidden tab has news
 */
export function setUpTabs(main) {
  const narrow = matchMedia(NARROW);
  const tabs = [...document.querySelectorAll("[role=tab]")];
  const panelOf = (tab) => main.querySelector(`[data-panel="${tab.dataset.tab}"]`);

  const select = (name) => {
    for (const tab of tabs) {
      const chosen = tab.dataset.tab === name;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      if (chosen) delete tab.dataset.news;
    }
    arrange();
  };

  const arrange = () => {
    for (const tab of tabs) {
      const panel = panelOf(tab);
      panel.hidden = narrow.matches && tab.getAttribute("aria-selected") !== "true";
      panel.setAttribute("role", narrow.matches ? "tabpanel" : "region");
    }
  };

  for (const [index, tab] of tabs.entries()) {
    tab.addEventListener("click", () => select(tab.dataset.tab));
    tab.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      const other = tabs[(index + 1) % tabs.length];
      select(other.dataset.tab);
      other.focus();
    });
  }
  narrow.addEventListener("change", arrange);
  select(tabs[0].dataset.tab);

  const mark = (name) => {
    const tab = tabs.find((one) => one.dataset.tab === name);
    if (panelOf(tab).hidden) tab.dataset.news = "";
  };
  return { select, mark };
}
