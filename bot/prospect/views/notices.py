"""Short sentences that answer what somebody did: shown above the question, or in the small box after a tap."""

from __future__ import annotations

from flows.text import N_, NN_

OLD_BUTTON = N_("notice.old_button", "That button belongs to an earlier question. Here is where we are.")
UNKNOWN_BUTTON = N_("notice.unknown_button", "That button no longer works. Here is where we are.")
SO_ALREADY = N_("notice.so_already", "It's like that already.")
CHOOSE_FIRST = N_("notice.choose_first", "Choose at least one, or “I don't know yet”.")
NOT_UNDERSTOOD = N_("notice.not_understood", "Sorry, I didn't quite follow. Tap a button, or write it another way.")
WHICH = N_("notice.which", "Which did you mean: {choices}?")
PERHAPS = N_("notice.perhaps", "Did you mean: {choices}? If so, tap it; otherwise write it another way.")
SKIPPED = N_("notice.skipped", "All right, skipped.")
TYPED_CHOSEN = N_("notice.typed", "I understood: {choices}.")
PEOPLE = NN_("notice.people", "{n} person", "{n} people")
TICKS_STAY = N_("notice.ticks_stay", "I've kept what you told me. Change the ticks if needed, then tap Done.")
ONLY_ONE = N_(
    "notice.only_one", "Only one can be chosen here: {choices}. If you are not sure, choose “I don't know yet”."
)
KEPT_AHEAD = N_("notice.kept_ahead", "Thank you, I've kept that. First, this one.")
KEPT_FOR = N_("notice.kept_for", "I've kept that: {choices}. First, this one.")
AS_TOLD = N_("notice.as_told", "You said: {choices}.")
WRITE_HERE = N_("notice.write_here", "Write it here in your own words, or tap Done and I'll ask about it next.")
KEPT_WORDS = N_("notice.kept_words", "Thank you for telling me. I've kept it. Choose what else fits, then tap Done.")
KEPT_AND_CHOSEN = N_(
    "notice.kept_and_chosen",
    "Thank you for telling me. I've kept it, and understood: {choices}. Change the ticks if needed, then tap Done.",
)
KEPT_AND_ASKED = N_(
    "notice.kept_and_asked",
    "Thank you for telling me. I've kept it. Is it also about: {choices}? Tick what fits, then tap Done.",
)
USE_BUTTONS = N_(
    "notice.use_buttons", "I can't use that here and have not saved it. Please carry on with the buttons below."
)
AT_OFFER = N_("notice.at_offer", "I've kept that. It goes along when you ask to be contacted.")
KEPT_BESIDE = N_("notice.kept_beside", "I've kept that. Which of these comes closest?")
GO_ON = N_("notice.go_on", "All right. Carry on whenever it suits you.")
THANKS = N_("notice.thanks", "You're welcome. If anything more comes to mind, write it here.")
SENT_BY_TAP = N_("notice.sent_by_tap", "I send it only when you tap the button below. There is no hurry.")
BEGIN_FIRST = N_("notice.begin", "Thank you for your message. Tap “Let's begin” when you are ready.")
WRITE_IT = N_("notice.write_it", "I can only read text here. Please write it, or tap a button.")
NO_EDIT = N_("notice.edited", "You changed an earlier message. To change an answer, go back to its question.")
EDIT_UNDERSTOOD = N_("notice.edit_understood", "I used the edited message instead. I understood: {choices}.")
EDIT_TAKEN = N_("notice.edit_taken", "I have replaced your answer with the edited message.")
GATHERED = N_("notice.gathered", "I've kept that. Write more if you like, then tap Done.")
TOO_LONG = NN_(
    "notice.too_long",
    "That is {n} character; the limit is {limit}. Please shorten it a little.",
    "That is {n} characters; the limit is {limit}. Please shorten it a little.",
)
CAPTION_TAKEN = N_("notice.caption", "I took the words you wrote with it. The file itself is not kept.")
EMPTY = N_("notice.empty", "I couldn't see any text in that. Please write it again.")
TOWN_UNKNOWN = N_(
    "notice.town.unknown",
    "I couldn't find a municipality by that name. Please check the spelling, or type the nearest municipality.",
)
TOWN_REGION = N_("notice.town.region", "{name} is a larger area. Which municipality there?")
TOWN_GUESS = N_("notice.town.guess", "Did you mean one of these?")
TOWN_ONE = N_("notice.town.one", "Did you mean {town}?")
TOWN_NEAR = N_("notice.town.near", "Is one of these the municipality? The exact place is not kept.")
TOWN_SEA = N_("notice.town.far", "I couldn't tell the municipality from that place. Please type its name.")
NO_PLACE_ASKED = N_("notice.no_place", "Thank you, but no place is needed now, so I did not keep it.")
NO_NUMBER_ASKED = N_("notice.no_number", "Thank you, but no phone number is needed now, so I did not keep it.")
NOT_YOUR_NUMBER = N_("notice.not_your_number", "That is someone else's contact. Please share or type your own number.")
EMAIL_DOUBTFUL = N_(
    "notice.email.doubtful", "Please check the address: {address}. If it is right, tap “Yes, that's right”."
)
EMAIL_MEANT = N_("notice.email.meant", "Did you mean {address}?")
UNKNOWN_COMMAND = N_("notice.unknown_command", "I don't know that command. /help shows what you can do here.")
MESSAGE_ADDED = N_("notice.message_added", "I added what you wrote as a message to the supervisor.")
FROM_START = N_("notice.restarted", "Starting again. Your earlier answers are deleted.")
TROUBLE = N_("notice.trouble", "Sorry, something went wrong and I couldn't use that message. Please try again.")
PRIVATE_ONLY = N_("notice.private_only", "I talk with one person at a time. Please open a private chat with me.")
NOTHING_STORED = N_("notice.nothing", "Nothing about you is stored here.")
ERASED = N_(
    "notice.erased",
    "Everything stored about you in this bot is deleted. What you see here stays in Telegram until you clear the chat.",
)
BY_HAND = NN_(
    "notice.by_hand",
    "Telegram no longer lets me remove {n} of your messages (such as a voice message or a contact) from the "
    "supervisor's chat. I'll ask the supervisor to delete it by hand.",
    "Telegram no longer lets me remove {n} of your messages (such as voice messages or contacts) from the "
    "supervisor's chat. I'll ask the supervisor to delete them by hand.",
)
UNWRITTEN = N_("notice.unwritten", "What you wrote is deleted here. You can delete the message in Telegram as well.")
CODE_LEFT_OUT = N_(
    "notice.code_left_out", "What looked like a personal identity code is left out of what you wrote. It is not needed."
)
CODE_STAYS_OUT = N_("notice.code_stays_out", "Left out.")
CODE_KEPT = N_("notice.code_kept", "Kept as you wrote it.")
NOT_PASSED_ON = N_("notice.not_passed_on", "Your message was not passed on. You can write it again without the code.")
GOES_ALONG = N_("notice.goes_along", "Your question goes along when you ask to be contacted.")
ASKED_NOW = N_("notice.asked_now", "I passed your question on to the supervisor.")
BRIEF_BELOW = N_("notice.brief", "Here it is, ready to forward.")
AS_IT_WAS = N_("notice.as_it_was", "Nothing was changed: the request is as you sent it.")
CORRECTED = N_("notice.corrected", "The supervisor has your changes.")
WITHDRAWN = N_("notice.withdrawn", "Request {number} is withdrawn. I've let the supervisor know.")
SORRY = N_(
    "notice.sorry",
    "I'm sorry that this has happened. The questions can wait: you can leave your contact details first.",
)
LATER = N_("notice.contact_first", "The questions can wait. For now I only need to know how to reach you.")
TAKEN = N_("notice.taken", "Changed. I now suggest this.")
CLOSED = N_(
    "notice.closed",
    "Your request {number} is closed, so I did not pass this message on. To get in touch again, please make "
    "a new request: the button is below.",
)
MOST_WAITING = N_(
    "notice.most_waiting",
    "You have {limit} requests waiting for an answer, which is the limit. If you want to add something, "
    "write it here. You can make a new request once one of them has been answered or withdrawn.",
)
NOT_SENT_YET = N_(
    "notice.not_sent_yet",
    "This request was not sent yet: you have {limit} requests waiting for an answer, which is the limit. "
    "Your answers stay here, and you can send it once one of those has been answered.",
)
ENOUGH = N_(
    "notice.enough",
    "This request was not sent: I pass on at most {limit} requests from one person a day. Your answers stay "
    "here, and you can send it tomorrow.",
)
HUSHED = N_(
    "notice.hushed",
    "Your request was passed on. It arrives silently, because you have already alerted the supervisor today. "
    "If someone is in danger, call 112.",
)
BLOCKED = N_(
    "notice.blocked",
    "The supervisor no longer takes messages from you through this bot, so this was not passed on. /mydata "
    "shows what is stored about you, and /delete removes it.",
)
SLOWLY = N_(
    "notice.slowly",
    "A little slower, please: I read at most {n} messages a minute, so the last one was not read. Write it "
    "again in a minute. If someone is in danger, call 112.",
)
FILE_AGAIN = N_("notice.file_again", "You got your file a moment ago. You can have another in a minute.")
