import type { Session } from "./api/contract.ts";
import { Live } from "./api/live.ts";
import { Server, SignedOut } from "./api/server.ts";
import { forgetDrafts } from "./case/decisionDialog.ts";
import { CasePage } from "./case/casePage.ts";
import { announce, placeAnnouncers, show } from "./page/announcer.ts";
import { button, el, fill } from "./page/dom.ts";
import { caseKeys, openHelp, worklistKeys } from "./page/help.ts";
import { applyTheme, preferences, prefer } from "./page/preferences.ts";
import { WorklistPage } from "./worklist/worklistPage.ts";

const nextTheme = { system: "light", light: "dark", dark: "system" } as const;

/** How long a hidden page still follows changes, ms. */
const restAfter = 30000;

/** The page: who is signed in, the way between worklist and case, and what changes meanwhile. */
class App {
  private readonly server = new Server();
  private readonly root: HTMLElement;
  private readonly context = el("div", { class: "context" });
  private readonly offline = el("span", { class: "offline", hidden: true }, "⚠ no live updates");
  private page: WorklistPage | CasePage | null = null;
  private live: Live | null = null;
  private resting = 0;
  private session: Session | null = null;

  constructor(root: HTMLElement) {
    this.root = root;
  }

  async start(): Promise<void> {
    try {
      this.session = await this.server.session();
    } catch (fault) {
      this.failed(fault);
      return;
    }
    const content = el("div", { class: "content" });
    fill(this.root, this.header(this.session), content);
    this.follow();
    document.addEventListener("visibilitychange", () => this.visibility());
    window.addEventListener("hashchange", () => this.route(content));
    this.route(content);
  }

  private header(session: Session): HTMLElement {
    const theme = button("", () => {
      prefer({ theme: nextTheme[preferences.theme] });
      sayTheme();
    }, { class: "quiet theme" });
    const sayTheme = (): void => {
      theme.textContent = { system: "◐", light: "☀", dark: "☾" }[preferences.theme];
      theme.title = `Colours: ${preferences.theme}. Press for ${nextTheme[preferences.theme]}.`;
      theme.setAttribute("aria-label", `Colours: ${preferences.theme}`);
    };
    sayTheme();
    const role = session.roles.includes("admin") ? "admin" : session.roles.includes("reviewer") ? "reviewer" : "viewer";
    return el(
      "header",
      { class: "app-header" },
      el("a", { href: "#/", class: "brand", title: "Worklist" }, "ContourFlow"),
      this.context,
      this.offline,
      theme,
      button("?", () => openHelp(this.page instanceof CasePage ? caseKeys : worklistKeys), { "aria-label": "Keys", title: "Keys (?)", class: "quiet" }),
      el("span", { class: "user", title: `Signed in as ${role}` }, `${session.user} · ${role}`),
      button("Sign out", () => void this.signOut(), { class: "quiet" }),
    );
  }

  /** Browsers hold few connections to a host: a page that nobody looks at gives its own back after a while. */
  private visibility(): void {
    window.clearTimeout(this.resting);
    if (document.hidden) {
      this.resting = window.setTimeout(() => {
        this.live?.close();
        this.live = null;
      }, restAfter);
    } else if (this.live === null && this.session) {
      this.follow();
      this.page?.refreshSoon();
    }
  }

  private follow(): void {
    let wasOff = false;
    this.live = new Live(
      (event) => this.page?.changed(event),
      (connected) => {
        this.offline.hidden = connected;
        if (!connected) {
          wasOff = true;
          // The connection also ends with the session: ask whose it is.
          this.server.session().catch((fault: unknown) => {
            if (fault instanceof SignedOut) this.failed(fault);
          });
        } else if (wasOff) {
          wasOff = false;
          this.page?.refreshSoon();
        }
      },
    );
  }

  private route(content: HTMLElement): void {
    const session = this.session;
    if (!session) return;
    this.page?.close();
    fill(this.context);
    const found = /^#\/case\/([0-9a-f]{32})(?:\/(\d{1,6}))?$/.exec(window.location.hash);
    if (found) {
      const revision = found[2] ? Number(found[2]) : null;
      this.page = new CasePage(this.server, session, found[1], revision, this.context, (fault) => this.failed(fault));
    } else {
      this.page = new WorklistPage(this.server, (caseId) => {
        window.location.hash = `#/case/${caseId}`;
      }, (fault) => this.failed(fault));
      document.title = "Worklist – ContourFlow review";
      announce("Worklist");
    }
    fill(content, this.page.element);
  }

  /** What cannot be mended where it happened. A session that ended takes everything of a patient off the screen. */
  private failed(fault: unknown): void {
    if (fault instanceof SignedOut) {
      this.end(fault.signIn);
      return;
    }
    const text = fault instanceof Error ? fault.message : String(fault);
    if (this.session) show(text);
    else fill(this.root, this.card("The review page could not be loaded", text, button("Try again", () => window.location.reload(), { class: "primary" })));
  }

  private end(signIn: string): void {
    this.live?.close();
    this.page?.close();
    this.page = null;
    forgetDrafts();
    this.session = null;
    document.title = "Signed out – ContourFlow review";
    fill(this.root, this.card("You are signed out", "Your session has ended. What you have seen is kept; a reason that was not sent is not.", el("a", { href: signIn, class: "button primary" }, "Sign in")));
  }

  private card(title: string, text: string, action: HTMLElement): HTMLElement {
    return el("main", { class: "signin-page" }, el("div", { class: "card" }, el("h1", {}, title), el("p", {}, text), action));
  }

  private async signOut(): Promise<void> {
    try {
      await this.page?.settle();
      const elsewhere = await this.server.signOut();
      if (elsewhere) window.location.href = elsewhere;
      else this.end("/signin");
    } catch (fault) {
      this.failed(fault);
    }
  }
}

applyTheme();
placeAnnouncers();
const root = document.getElementById("app");
if (root) void new App(root).start();
