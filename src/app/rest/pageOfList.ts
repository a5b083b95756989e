/** A page of a list: so many items after the one that the cursor names, which stays right while others come and go. */
import { HttpProblem } from './problem';
import type { Fields } from './restRoute';

const usualLimit = 100;

export function pageOfList(
  items: readonly Fields[],
  name: string,
  { limit = usualLimit, cursor }: Fields,
): Fields {
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1 || limit > 1000)
    throw new HttpProblem({
      code: 'badInput',
      message: `"${String(limit).slice(0, 50)}" is no number of items.`,
      place: 'query, limit',
      hint: 'Give 1 to 1000.',
    });
  const after = cursor === undefined ? -1 : items.findIndex(({ id }) => id === cursor);
  if (cursor !== undefined && after < 0)
    throw new HttpProblem({
      code: 'badInput',
      message: 'The item that the page before ended with is not there any more.',
      place: 'query, cursor',
      hint: 'Begin again without a cursor.',
    });
  const page = items.slice(after + 1, after + 1 + limit);
  const isLast = after + 1 + page.length >= items.length;
  return { [name]: page, total: items.length, nextCursor: isLast ? null : (page.at(-1)?.id ?? null) };
}

/** `{ model: {...}, versions }` as `{ ...model, versions }`. */
export const flatItem = (item: Fields, name: string): Fields => {
  const { [name]: inner, ...beside } = item;
  return { ...(inner as Fields), ...beside };
};
