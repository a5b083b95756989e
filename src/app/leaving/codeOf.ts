/** Programs that ask an exported file, of the version it was made of. */
import { leavingModel } from '#/core/leaving/leavingModel';
import { type Snippet, writeSnippets } from '#/core/leaving/snippets/writeSnippets';
import type { Model, ModelVersion } from '#/core/protocol/model';
import type { ExportPorts } from '#/core/protocol/predict';

export const codeOf = (
  model: Model,
  version: ModelVersion,
  ports: ExportPorts,
  fileName: string,
): Snippet[] => writeSnippets(leavingModel(model, version, ports), fileName);
