/**
 * S, M and L of a family: named settings of it, nothing more. A run keeps the settings themselves, so what a size means
 * may change without any run of before meaning something else.
 */
import { TetradError } from '../protocol/errors';
import type { FamilyDef } from './familyDef';

export const sizeNames = ['S', 'M', 'L'] as const;
export type SizeName = (typeof sizeNames)[number];
/** What each size sets; the rest of the settings are the standard ones. */
export type FamilySizes<P = unknown> = Readonly<Record<SizeName, Readonly<Partial<P>>>>;

type Settings = Readonly<Record<string, unknown>>;
type Sized = Pick<FamilyDef, 'title' | 'params' | 'sizes'>;

/** Settings of a size, with those that were given beside it, which win. */
export function withSize(family: Sized, size: SizeName | undefined, given: Settings = {}): Settings {
  if (size === undefined) return given;
  if (!family.sizes)
    throw new TetradError({
      code: 'badInput',
      message: `${family.title} has no sizes.`,
      place: 'size',
      hint: 'Leave size out, and set familyParams.',
    });
  return { ...family.sizes[size], ...given };
}

/** The size that these settings are, if any: those that no size sets are free. */
export function sizeOfSettings({ params, sizes }: Sized, given: Settings): SizeName | undefined {
  if (!sizes) return undefined;
  const standard = params.safeParse({}).data as Settings | undefined;
  const text = (settings: Settings) =>
    sizedSettings(sizes).map((name) => JSON.stringify(settings[name] ?? standard?.[name]));
  const wanted = text(given).join();
  return sizeNames.find((size) => text(sizes[size]).join() === wanted);
}

/** Settings after another size was chosen: what no size sets stays as it is. */
export function changeSize({ sizes }: Sized, size: SizeName, given: Settings): Settings {
  const sized = new Set(sizes ? sizedSettings(sizes) : []);
  const others = Object.entries(given).filter(([name]) => !sized.has(name));
  return { ...Object.fromEntries(others), ...sizes?.[size] };
}

const sizedSettings = (sizes: FamilySizes): string[] => [
  ...new Set(sizeNames.flatMap((size) => Object.keys(sizes[size]))),
];
