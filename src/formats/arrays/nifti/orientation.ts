/**
 * Where the voxels of a NIfTI image lie: x to the Right, y to the front (Anterior), z Upwards (Superior), from the
 * sform if it is set, else the qform, as nibabel chooses. The order of the voxels is never changed.
 * https://nifti.nimh.nih.gov/nifti-1/documentation/nifti1fields/nifti1fields_pages/qsform.html
 */

/** Rows: right, anterior, superior; columns: per voxel along x, y, z, then the place of voxel 0. */
export type Affine = readonly (readonly number[])[];

export interface NiftiForms {
  sformCode: number;
  sform: Affine;
  qformCode: number;
  /** b, c, d of the quaternion a + bi + cj + dk. */
  quaternion: readonly number[];
  qoffset: readonly number[];
  /** pixdim[0]: -1 turns the third axis round. */
  qfac: number;
}

export interface Orientation {
  affine: Affine;
  from: 'sform' | 'qform';
  space: string;
  /** Per voxel axis: what lies before its first and behind its last voxel, as L, R, P, A, I, S. */
  ends: [string, string][];
  /** Per voxel axis: coordinate of the first voxel and of one step. */
  along: { first: number; step: number }[];
  /** Largest angle between a voxel axis and the axis of the body it is named after, in degrees. */
  obliqueDegrees: number;
}

const spaces = ['unknown', 'scanner', 'aligned', 'Talairach', 'MNI', 'template'];
const letters = [
  ['L', 'R'],
  ['P', 'A'],
  ['I', 'S'],
] as const;
/** Less is rounding of float32. */
const straightDegrees = 0.1;

/** `steps`: voxel sizes along x, y, z. undefined when the header says nothing of orientation. */
export function orientationOf(forms: NiftiForms, steps: readonly number[]): Orientation | undefined {
  const { sformCode, qformCode } = forms;
  if (sformCode <= 0 && qformCode <= 0) return undefined;
  const from = sformCode > 0 ? 'sform' : 'qform';
  const affine = from === 'sform' ? forms.sform : qformAffine(forms, steps);
  const columns = [0, 1, 2].map((axis) => affine.map((row) => row[axis] as number));
  const lengths = columns.map((column) => Math.hypot(...column));
  if (!lengths.every((length) => length > 0 && length < Infinity)) return undefined;
  const taken = new Set<number>();
  const body = columns.map((column) => {
    const free = [0, 1, 2].filter((axis) => !taken.has(axis));
    const nearest = free.reduce((a, b) =>
      Math.abs(column[b] as number) > Math.abs(column[a] as number) ? b : a,
    );
    taken.add(nearest);
    return nearest;
  });
  const cosines = columns.map(
    (column, axis) => (column[body[axis] as number] as number) / (lengths[axis] as number),
  );
  const obliqueDegrees = Math.max(
    ...cosines.map((cosine) => (180 / Math.PI) * Math.acos(Math.min(1, Math.abs(cosine)))),
  );
  return {
    affine,
    from,
    space: spaces[from === 'sform' ? sformCode : qformCode] ?? 'unknown',
    ends: cosines.map((cosine, axis) => {
      const [low, high] = letters[body[axis] as number] as readonly [string, string];
      return cosine < 0 ? [high, low] : [low, high];
    }),
    along: cosines.map((cosine, axis) => ({
      // Askew, a place along the axis is no coordinate of the body: it is counted from the first voxel.
      first: obliqueDegrees > straightDegrees ? 0 : (affine[body[axis] as number]?.[3] as number),
      step: Math.sign(cosine) * (lengths[axis] as number),
    })),
    obliqueDegrees: obliqueDegrees > straightDegrees ? obliqueDegrees : 0,
  };
}

function qformAffine({ quaternion, qoffset, qfac }: NiftiForms, steps: readonly number[]): Affine {
  const [b = 0, c = 0, d = 0] = quaternion;
  const a = Math.sqrt(Math.max(0, 1 - b * b - c * c - d * d));
  const rotation = [
    [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)],
    [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)],
    [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - c * c - b * b],
  ];
  const [dx = 1, dy = 1, dz = 1] = steps;
  const sizes = [dx, dy, qfac < 0 ? -dz : dz];
  return rotation.map((row, i) => [
    ...row.map((value, j) => value * (sizes[j] as number)),
    qoffset[i] as number,
  ]);
}

/** "RAS+ (scanner, from the sform)": the way each voxel axis goes. */
export function orientationText({ ends, space, from, obliqueDegrees }: Orientation): string {
  const oblique = obliqueDegrees > 0 ? `, askew by up to ${obliqueDegrees.toFixed(1)}°` : '';
  return `${ends.map(([, high]) => high).join('')}+ (${space} space, from the ${from}${oblique})`;
}

export const affineText = (affine: Affine): string =>
  affine.map((row) => `[${row.map((value) => Number(value.toPrecision(6))).join(', ')}]`).join(', ');
