/** What a column most likely is, from its profile over the whole file and its name. */
import type { ColumnType } from '../protocol/dataset';
import type { ColumnSense } from '../reading/readOptions';
import { parseBoolean } from '../table/cellValue';
import type { ColumnProfile } from './columnProfile';

const keyName =
  /(?:^|[_\s.-])(?:id|uuid|guid|key|index|idx|rownum|row|nr|no)$|[a-z](?:Id|ID|Uuid|Key|Index)$|^unnamed: ?0$/i;
/** Numbers or dates with so few other texts among them count as such; the others become missing, and are reported. */
const strayShare = 0.01;
const mostStrayTexts = 5;
/** One text alone may be more frequent: somebody's own word for missing. */
const markerShare = 0.3;
const fewestRowsForStrays = 100;
const fewestRowsForId = 20;

/**
 * `sense` is what the reader took the cells for, where it has looked at them as they are written; `known` what the file
 * says that they are.
 */
export function inferType(
  profile: ColumnProfile,
  name: string,
  sense?: ColumnSense,
  known?: ColumnType,
): ColumnType {
  const { present, kinds, numbers } = profile;
  if (known) return known === 'integer' && isKey(profile, name) ? 'id' : known;
  if (present === 0) return 'categorical';
  if (sense === 'text') return inferTextType(profile);
  if (sense === 'date') return 'datetime';
  if (sense === 'duration') return 'numeric';
  if (isBoolean(profile)) return 'boolean';
  if (sense === 'boolean') return inferTextType(profile);
  const areStray = (cells: number) => {
    if (cells === 0) return true;
    if (present < fewestRowsForStrays) return false;
    const texts = distinctTexts(profile);
    return (
      (cells <= present * strayShare && texts <= mostStrayTexts) ||
      (cells <= present * markerShare && texts === 1)
    );
  };
  if (sense === 'number' || (kinds.number > 0 && kinds.code === 0 && areStray(kinds.other + kinds.date))) {
    if (isKey(profile, name)) return 'id';
    return numbers.integers ? 'integer' : 'numeric';
  }
  const noDates = kinds.other + kinds.number + kinds.code + kinds.infinite;
  if (kinds.date > 0 && (noDates === 0 || noDates <= present * strayShare)) return 'datetime';
  return inferTextType(profile);
}

/** Whole numbers, all different, by the name of a key. */
function isKey(profile: ColumnProfile, name: string): boolean {
  const { distinct, numbers, present } = profile;
  const allDistinct =
    numbers.increasing || (!distinct.capped && distinct.size === present) || isDense(profile);
  if (!numbers.integers || !allDistinct || present < 2) return false;
  return keyName.test(name) || isUnnamedKey(profile, name);
}

function inferTextType(profile: ColumnProfile): ColumnType {
  const { present, distinct } = profile;
  const allDistinct = profile.allDistinct && (distinct.capped || distinct.size === present);
  const spaced = profile.spacedCells / present;
  const words = profile.words / present;
  if (allDistinct && present >= fewestRowsForId) return spaced < 0.1 ? 'id' : 'text';
  const many = distinct.capped || distinct.size > Math.max(20, present * 0.05);
  if (many && words >= 3) return 'text';
  if ((distinct.capped && profile.allDistinct) || (distinct.size > 50 && distinct.size > present * 0.5))
    return 'text';
  return 'categorical';
}

/** Exactly two values, one true and one false, written one way each. */
function isBoolean({ distinct }: ColumnProfile): boolean {
  if (distinct.capped || distinct.size !== 2) return false;
  const [a = Number.NaN, b = Number.NaN] = [...distinct.values()].map((value) => parseBoolean(String(value)));
  return a + b === 1;
}

function distinctTexts({ distinct }: ColumnProfile): number {
  let texts = 0;
  for (const value of distinct.values()) if (typeof value === 'string') texts++;
  return texts;
}

/** Whole numbers that fill their range, so that none can occur twice unless another is left out. */
const isDense = ({ numbers, distinct, present }: ColumnProfile): boolean =>
  distinct.capped && numbers.max - numbers.min + 1 === present;

/** The nameless first column that pandas and R write: 0, 1, 2, ... */
const isUnnamedKey = ({ numbers }: ColumnProfile, name: string): boolean =>
  name === 'column1' &&
  numbers.increasing &&
  (numbers.min === 0 || numbers.min === 1) &&
  numbers.max - numbers.min + 1 === numbers.count;
