/** Which of the families that suit stand as cards, and which in the list behind them. */
export interface ListedFamily {
  type: string;
  title: string;
  summary: string;
}

/** As many as one takes in at a glance. */
const mostCards = 3;

export interface ShownFamilies<F> {
  /** The first of the list, and the one that is chosen. */
  cards: F[];
  others: F[];
  /** Of the others, those that hold every word of the search. */
  found: F[];
}

export function shownFamilies<F extends ListedFamily>(
  families: readonly F[],
  chosen: string,
  query: string,
): ShownFamilies<F> {
  // One that would stand alone behind a button stands with the rest.
  const count = families.length === mostCards + 1 ? families.length : mostCards;
  const first = families.slice(0, count);
  const taken = families.find(({ type }) => type === chosen);
  const cards = !taken || first.includes(taken) ? first : [...first.slice(0, count - 1), taken];
  const others = families.filter((family) => !cards.includes(family));
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = others.filter(({ title, summary, type }) => {
    const text = `${type} ${title} ${summary}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return { cards, others, found };
}
