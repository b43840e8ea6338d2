import { el, fill } from "../page/dom.ts";
import { applyTheme } from "../page/preferences.ts";

applyTheme();

/** The one-time token of the address that the program printed. It is in the fragment, which no server ever sees. */
function tokenOfAddress(): string {
  const token = new URLSearchParams(window.location.hash.slice(1)).get("token") ?? "";
  // It is used up by signing in, and has no business in the history.
  if (token !== "") window.history.replaceState(null, "", window.location.pathname);
  return token;
}

const given = tokenOfAddress();
const token = el("input", { id: "token", name: "token", type: "password", autocomplete: "off", required: true, spellcheck: "false" });
token.value = given;
const name = el("input", { id: "name", name: "name", type: "text", autocomplete: "name", required: true, maxlength: 64 });
const fault = el("p", { class: "fault", role: "alert" });
const enter = el("button", { type: "submit", class: "primary" }, "Sign in");
const form = el(
  "form",
  { class: "card signin" },
  el("h1", {}, "ContourFlow review"),
  el("p", {}, "Contours that were derived for spine SBRT, with what they were derived from."),
  el("label", { for: "name" }, "Your name"),
  name,
  el("p", { class: "hint" }, "It stands in the ledger beside what you decide."),
  el("div", { hidden: given !== "" }, el("label", { for: "token" }, "Token"), token, el("p", { class: "hint" }, "The program printed an address with a token when it started. Each token lets one browser in.")),
  fault,
  enter,
  el("p", { class: "hint" }, "Not a medical device. Accepting a case here is not the plan's approval."),
);

async function signIn(): Promise<void> {
  enter.disabled = true;
  fault.textContent = "";
  try {
    const response = await fetch("/api/signin", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token: token.value.trim(), name: name.value.trim() }),
    });
    if (response.ok) {
      window.location.replace("/");
      return;
    }
    const said = response.headers.get("content-type")?.includes("json") ? ((await response.json()) as { error?: string }).error : undefined;
    fault.textContent = said ?? `The server answered ${response.status}.`;
    if (token.parentElement && response.status === 401) token.parentElement.hidden = false;
  } catch {
    fault.textContent = "The server does not answer.";
  }
  enter.disabled = false;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void signIn();
});
const root = document.getElementById("app");
if (root) fill(root, form);
name.focus();
