/** Elements without a framework. Texts are texts, never markup. */
type Given<T extends keyof HTMLElementTagNameMap> = Partial<Omit<HTMLElementTagNameMap[T], 'style'>>;

export function element<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  given: Given<T> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[T] {
  const made = Object.assign(document.createElement(tag), given);
  made.append(...children);
  return made;
}

const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 6, useGrouping: false });
export const numberText = (value: number): string =>
  Number.isFinite(value) ? short.format(value) : 'missing';
