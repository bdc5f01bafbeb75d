/** The colours of the theme, as a canvas takes them. */

const TOKENS = {
  accent: "--accent",
  green: "--green",
  orange: "--orange",
  grey: "--grey",
  line: "--line",
  text: "--text-soft",
} as const;

export type Colours = { readonly [C in keyof typeof TOKENS]: string };

/** A token can be two colours, one for each theme: only a property that uses it says which. */
export function coloursOf(element: HTMLElement): Colours {
  const probe = document.createElement("span");
  element.append(probe);
  const entries = Object.entries(TOKENS).map(([name, token]) => {
    probe.style.color = `var(${token})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(entries) as Colours;
}
