/**
 * `wanted`, or `wanted 2`, `wanted 3`, … where it is taken. It asks about a few names, not about all there are: of a
 * thousand of one name it looks at some twenty.
 */
export async function freeName(wanted: string, isTaken: (name: string) => Promise<boolean>): Promise<string> {
  const named = (number: number) => (number === 1 ? wanted : `${wanted} ${number}`);
  if (!(await isTaken(wanted))) return wanted;
  let [taken, free] = [1, 2];
  while (await isTaken(named(free))) [taken, free] = [free, free * 2];
  while (free - taken > 1) {
    const middle = Math.floor((taken + free) / 2);
    if (await isTaken(named(middle))) taken = middle;
    else free = middle;
  }
  return named(free);
}
