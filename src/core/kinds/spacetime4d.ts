/** Fields over time and space: samples are windows in time and patches in space of recordings (core/grid). */
import { sizeOf } from '../arch/sizeOf';
import { type FittedGrid, gridShape } from '../grid/fittedGrid';
import { futureTarget, type GridSchema } from '../grid/gridSchema';
import { gridOptions } from '../grid/gridInput';
import { gridOf } from '../grid/gridOf';
import { requireFittingGrid } from '../grid/requireFittingGrid';
import { readSamplePlaces } from '../grid/samplePlaces';
import { tellWindows } from '../grid/tellWindows';
import { windowsOf } from '../grid/windowsOf';
import { addGridInput } from '../onnx/gridNodes';
import type { Column } from '../protocol/dataset';
import { taskOf } from '../tasks/registry';
import { columnTarget } from './columnTarget';
import { defineKind, type TargetChoice } from './kindDef';

export const spacetime4d = defineKind<GridSchema, FittedGrid>({
  type: 'spacetime4d',
  explainedBy: ['integratedGradients', 'occlusion'],
  title: 'Field over time and space',
  rowsAreCells: false,
  holdsEvents: true,
  importOptions: { name: 'grid', schema: gridOptions },
  filesTogether: true,
  words: {
    things: 'fields',
    sample: 'sample',
    samples: 'samples',
    input: 'channel',
    inputs: 'channels',
    give: 'Give samples by number, or inputs as arrays [batch][time][x][y][z][channel].',
  },
  dataOf: (schema) => gridOf(schema) as GridSchema,
  blobs: ({ chunks, labels }) => [...chunks, ...(labels ? [labels.chunk] : [])],
  targets(source) {
    const columns = source.schema.columns.flatMap((column, i) =>
      isLabel(column) ? [columnTarget(source, column, source.stats[i], 'Choose another target.')] : [],
    );
    const future = futureChoice(gridOf(source.schema) as GridSchema);
    return [future, ...columns];
  },
  suggested({ schema: { columns } }, offered) {
    if (offered.has(futureTarget)) return futureTarget;
    const candidates = columns.filter(({ name, role }) => offered.has(name) && role !== 'ignored');
    return (candidates.find(({ role }) => role === 'target') ?? candidates.at(-1))?.name;
  },
  inputs: ({ schema }) =>
    channelColumns(gridOf(schema) as GridSchema).map((column) => ({ column, standard: true })),
  unknownInput: ({ schema }, name) => ({
    code: 'badInput',
    message: `The field has no channel "${name}".`,
    place: 'features',
    hint: `It has ${gridOf(schema)
      ?.channels.map((channel) => channel.name)
      .join(', ')}.`,
  }),
  division({ schema }, samples) {
    const grid = gridOf(schema) as GridSchema;
    if (windowsOf(grid).perRecording <= 1)
      return { how: 'at random, recording by recording', units: samples };
    return grid.recordings > 1
      ? { how: 'whole recordings, so that none is on two sides', units: grid.recordings }
      : { how: 'by the order of time: the latest samples judge', units: samples };
  },
  /** Windows share frames: every time of every recording is held once, of every place where a patch begins. */
  estimate(grid, _rows, inputs, task) {
    const { size, perRecording } = windowsOf(grid);
    const [length, ...space] = size;
    const { recordings, axes, windowing } = grid;
    const windows = Math.floor((axes.time.size - length - windowing.horizon) / windowing.stride) + 1;
    const frame = sizeOf(space) * inputs.length;
    return {
      inputShape: [...size, inputs.length],
      rowValues: length * frame + (taskOf(task).frames ? frame : 1),
      dataValues: recordings * axes.time.size * Math.max(1, perRecording / windows) * frame,
    };
  },
  requireFitting: (fitted, schema, names) => requireFittingGrid(fitted, gridOf(schema), names),
  async tell(version, fitted, part, blobs) {
    const grid = gridOf(version.schema) as GridSchema;
    return tellWindows(grid, fitted, await readSamplePlaces(version, blobs), part);
  },
  rank: 5,
  shape: gridShape,
  // Nothing else in such a file is double, which not every build of a runtime has.
  dtype: 'float',
  toOnnx(graph, fitted, { batch }) {
    const { input, value } = addGridInput(graph, fitted, batch);
    const channels = fitted.channels.map(({ name, unit }) => (unit ? `${name} (${unit})` : name));
    return {
      inputs: [input],
      network: value,
      docs: new Map([[input.name, `[batch, time, x, y, z, channel]: ${channels.join(', ')}; NaN = missing`]]),
      metadata: { features: '[]', grid: JSON.stringify(fitted) },
      from: 'a field over time and space',
    };
  },
});

/** Labels of samples, as opposed to where a sample lies. */
const isLabel = ({ role }: Column): boolean => role === 'target' || role === 'feature';

/** What a field is learnt from: its channels, as a table is from its columns. */
export const channelColumns = ({ channels }: Pick<GridSchema, 'channels'>): Column[] =>
  channels.map(({ name, unit }) => ({ name, type: 'numeric', role: 'feature', ...(unit ? { unit } : {}) }));

/** The field itself, later: only where the samples leave room for it. */
function futureChoice({ windowing: { horizon }, channels }: GridSchema): TargetChoice {
  const name = futureTarget;
  if (horizon > 0)
    return {
      name,
      title: 'The future of the field',
      task: { type: 'forecast', target: name, horizon, channels: channels.map((channel) => channel.name) },
    };
  return {
    name,
    hidden: true,
    refused: {
      why: 'no horizon',
      error: {
        code: 'badInput',
        message: 'The samples of this field end with their window, so there is no future to forecast.',
        place: 'target future',
        hint: 'Cut the samples anew with a horizon of at least 1 step.',
      },
    },
  };
}
