/**
 * Which variables only say where the others are: latitudes and longitudes of a bent grid, bounds of cells, the
 * parameters of a projection. By the CF conventions where the file follows them, else by what they are called.
 */
import type { ArrayVariable, AxisRole } from '#/core/grid/arrayFile';
import type { DataIssue } from '#/core/protocol/dataset';
import { textOf } from './cfConventions';
import type { OpenedVariable } from './openedVariable';

/** Their values are names of variables, some behind a word and a colon. */
const pointing = ['coordinates', 'bounds', 'climatology', 'grid_mapping', 'cell_measures', 'formula_terms'];

const standardNames = /^((grid_)?(longitude|latitude)|projection_[xy]_coordinate)$/;
const units = /^degrees?_?(n(orth)?|e(ast)?)$/i;
const names =
  /^(nav_|geo|grid_?|g|t|u)?x?(lat|lon|long|latitude|longitude)s?(_?(u|v|m|c|t|f|rho|psi|vertices|bnds|bounds))?$|^x?(lat|long?)_[a-z]{1,4}$|^c(lat|lon)$/i;

export function markCoordinates(
  opened: readonly OpenedVariable[],
  roles: Readonly<Record<string, AxisRole>>,
): { variables: ArrayVariable[]; told: DataIssue[] } {
  const pointedAt = new Set(opened.flatMap(pointsTo));
  const isMarked = (one: OpenedVariable): boolean => pointedAt.has(one.variable.name) || saysWhere(one);
  // A file of nothing but positions is a field of positions.
  const marked = new Set(opened.some((one) => !isMarked(one)) ? opened.filter(isMarked) : []);
  const variables = opened.map((one) =>
    marked.has(one) ? { ...one.variable, coordinate: true as const } : one.variable,
  );
  const bent = variables.filter(
    ({ coordinate, dimensions }) => coordinate && dimensions.some(({ name }) => Object.hasOwn(roles, name)),
  );
  if (bent.length === 0) return { variables, told: [] };
  const list = bent.slice(0, 6).map(({ name }) => `“${name}”`);
  const isOne = bent.length === 1;
  return {
    variables,
    told: [
      {
        severity: 'info',
        message: `${list.join(', ')}${bent.length > 6 ? ` and ${bent.length - 6} more` : ''} ${isOne ? 'says' : 'say'} where the values are, so ${isOne ? 'it is no channel' : 'they are no channels'}.`,
        hint: 'Choose them as channels if the network is to see them.',
      },
    ],
  };
}

/** Names are those of the group the variable lies in, or paths from the root. */
function pointsTo({ variable, attributes }: OpenedVariable): string[] {
  const group = variable.name.includes('/') ? variable.name.replace(/[^/]*$/, '') : '';
  return pointing
    .flatMap((name) => (attributes && textOf(attributes, name)?.split(/\s+/)) || [])
    .filter((word) => word !== '' && !word.endsWith(':'))
    .flatMap((word) => [word.replace(/^\//, ''), group + word])
    .filter((name) => name !== variable.name);
}

function saysWhere({ variable, attributes = new Map() }: OpenedVariable): boolean {
  if (standardNames.test(textOf(attributes, 'standard_name') ?? '')) return true;
  if (units.test(variable.unit?.trim() ?? '')) return true;
  return names.test(variable.name.split('/').at(-1) ?? '');
}
