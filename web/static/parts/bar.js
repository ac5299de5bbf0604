// @ts-check
// The head of every page but the editor: where one is, where one can go, and who one is.

import { ROUTES } from "../lib/router.js";
import { isOne, me, signOut } from "../lib/session.js";
import { isDark, turnTheme } from "../lib/theme.js";
import { html, useState } from "../lib/ui.js";
import { Icon } from "./icon.js";

const LOGO = new URL("../icon.svg", import.meta.url).href;

export function Bar() {
  const pages = ROUTES.filter((route) => route.nav && (!route.roles || isOne(...route.roles)));
  return html`<header class="bar">
    <a class="brand" href="/"><img src=${LOGO} alt="" />embrace3k</a>
    <nav aria-label="Pages" class="grow">${pages.map((route) => html`<a
      class="button quiet small" href=${route.nav} aria-current=${route.path.test(location.pathname) ? "page" : undefined}>${route.title}</a>`)}</nav>
    <div class="row">
      <${ThemeButton} />
      <a class="button quiet small" href="/account">${me()?.name}</a>
      <button class="button quiet small" onClick=${() => void signOut()}>Sign out</button>
    </div>
  </header>`;
}

export function ThemeButton() {
  const [, draw] = useState(0);
  const turn = () => {
    turnTheme();
    draw((count) => count + 1);
  };
  const words = isDark() ? "Light theme" : "Dark theme";
  return html`<button class="button quiet small" onClick=${turn} aria-label=${words} title=${words}><${Icon} name=${isDark() ? "sun" : "moon"} /></button>`;
}
