/**
 * What a dimension most likely is. In order of trust: the CF attributes `axis`, `standard_name`, `units` and
 * `positive` of its coordinate variable, then its name.
 */
import type { AxisRole } from '#/core/grid/arrayFile';
import type { OpenedVariable } from './openedVariable';

export interface DimensionHints {
  name: string;
  unit?: string;
  axis?: string;
  standardName?: string;
  positive?: string;
}

const byAxis: Record<string, AxisRole> = { T: 'time', X: 'x', Y: 'y', Z: 'z' };

const byStandardName: [RegExp, AxisRole][] = [
  [/^time$|^forecast_reference_time$/, 'time'],
  [/^(grid_)?longitude$|^projection_x_coordinate$/, 'x'],
  [/^(grid_)?latitude$|^projection_y_coordinate$/, 'y'],
  [/^(height|depth|altitude|air_pressure|model_level_number)$|_sigma_|^atmosphere_/, 'z'],
  [/^realization$/, 'sample'],
];

const byUnit: [RegExp, AxisRole][] = [
  [/^degrees?_?e(ast)?$/i, 'x'],
  [/^degrees?_?n(orth)?$/i, 'y'],
  [/\bsince\b/i, 'time'],
  [/^(hpa|pa|kpa|mbar|millibars?|sigma_level)$/i, 'z'],
];

const byName: [RegExp, AxisRole][] = [
  [
    /^(valid_?|forecast_?|initial_?)?(time|times|t|date|dates|timestep|time_?steps?|frames?|nframes?|hours?|days?|months?|years?|steps?|nt|time_counter|ocean_time|xtime|itime|ntime)$/,
    'time',
  ],
  [
    /^(lon|long|longitude|longitudes|x|xc|xs|xt|nx|ni|xdim|width|cols?|columns?|easting|west_east(_stag)?|i|nlon|nlons|rlon|nav_lon|xh|xq|xi|xi_(rho|u|v|psi)|x[tu]_ocean|ni_?[guc]?|i_g|ground_pixel|across_track|cross_track|xtrack|npixels?|pixels?|pixels_per_line|range|gates?|bins?)$/,
    'x',
  ],
  [
    /^(lat|latitude|latitudes|y|yc|ys|yt|ny|nj|ydim|rows?|northing|south_north(_stag)?|j|nlat|nlats|rlat|nav_lat|yh|yq|eta|eta_(rho|u|v|psi)|y[tu]_ocean|nj_?[guc]?|j_g|scanlines?|along_track|atrack|nlines?|lines?|number_of_lines|azimuth|rays?|sweeps?)$/,
    'y',
  ],
  [
    /^(lev|levs|level|levels|plev|isobaric|pressure|pressure_level|depth|height|heights|altitude|elevation|z|zc|zs|zt|nz|nlev|zdim|slices?|bottom_top(_stag)?|layers?|depth[tuvw]|s_rho|s_w|s[tw]_ocean|olevel|alevel|ilev|hybrid|isobaricinhpa|heightaboveground|soil_layers?(_stag)?|sigma|theta|zlev|z_[twli]|z[li])$/,
    'z',
  ],
  [/^(c|ch|channels?|bands?|components?|features?|sensors?|electrodes?|variables?|nc)$/, 'channel'],
  [
    /^(n|samples?|batch|trials?|subjects?|members?|ensemble|realizations?|realisations?|events?|numbers?|recordings?|runs?|simulations?|cases?|id|ids)$/,
    'sample',
  ],
];

export const dimensionNames = (variables: readonly OpenedVariable[]): string[][] =>
  variables.map(({ variable }) => variable.dimensions.map(({ name }) => name));

/**
 * Two dimensions of one variable never get one role: the first keeps it, unless the other is surer of it. `variables`: the
 * dimensions of each; two that never meet may both be time. Without them, all are taken to meet.
 */
export function guessRoles(
  dimensions: readonly DimensionHints[],
  variables?: readonly (readonly string[])[],
): Record<string, AxisRole> {
  const image = dimensions.some(({ name }) => /^width$/i.test(name));
  const guesses = dimensions.map((hints) => {
    const stated = fromAttributes(hints);
    if (stated) return { name: hints.name, role: stated, sure: 2 };
    const name = hints.name.toLowerCase().split('/').at(-1) ?? '';
    // In an image "height" is the other side of "width".
    const role = image && name === 'height' ? 'y' : firstMatch(byName, name);
    if (role) return { name: hints.name, role, sure: 1 };
    return { name: hints.name, role: firstMatch(byName, name.replace(/[_-]?\d+$/, '')), sure: 0 };
  });
  const meet = (one: string, other: string): boolean =>
    variables?.some((names) => names.includes(one) && names.includes(other)) ?? true;
  const given = new Map<string, AxisRole>();
  for (const { name, role } of guesses.toSorted((a, b) => b.sure - a.sure))
    if (role && ![...given].some(([other, taken]) => taken === role && meet(name, other)))
      given.set(name, role);
  return Object.fromEntries(given);
}

function fromAttributes({ unit, axis, standardName, positive }: DimensionHints): AxisRole | undefined {
  return (
    byAxis[axis?.toUpperCase() ?? ''] ??
    firstMatch(byStandardName, standardName ?? '') ??
    firstMatch(byUnit, unit?.trim() ?? '') ??
    (positive && /^(up|down)$/i.test(positive) ? 'z' : undefined)
  );
}

const firstMatch = (rules: [RegExp, AxisRole][], text: string): AxisRole | undefined =>
  rules.find(([pattern]) => pattern.test(text))?.[1];
