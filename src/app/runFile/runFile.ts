/** A run's own file, and how it is told from what MLflow writes. */
export const runFileFormat = 'tetrad-run';
export const runFileVersion = 1;

/** "mlp.run.json", and what browsers make of a second download. */
export const isRunFileName = (name: string): boolean => /\.run( ?\(\d+\))?\.json$/i.test(name);
