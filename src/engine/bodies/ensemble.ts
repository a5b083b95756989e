/** Members of an ensemble, each on its own part of what enters, and what they come to together. */
import { type EnsembleBody, type EnsembleMember, membersIn, tensorsOf } from '#/core/bodies/ensemble';
import type { Tensors } from '#/core/bodies/bodyDef';
import { bodyOf, ensemble as def } from '#/core/bodies/registry';
import { combineRows, readMember } from '#/core/ensembles/combine';
import type { ModelBody } from '#/core/protocol/model';
import { type BodyDevice, type BodyEngine, defineBodyEngine } from './bodyEngine';

export interface OpenMember {
  /** `features`: row-major [rows, ...] of all that enters. Shares of the ensemble's labels, or its standardised numbers. */
  answer(features: Float32Array, rows: number): Promise<Float32Array<ArrayBuffer>>;
  dispose(): void;
}

type EngineOf = (body: Pick<ModelBody, 'type'>) => BodyEngine;

export function openMember(
  member: EnsembleMember & { tensors: Tensors; files: readonly Uint8Array<ArrayBuffer>[] },
  device: BodyDevice,
  engineOf: EngineOf,
): OpenMember {
  const { body, places, tensors, files } = member;
  const opened = engineOf(body).open(body.spec, tensors, device, files);
  return {
    answer: async (features, rows) =>
      readMember(await opened.run(ownPart(features, rows, places), rows), rows, member),
    dispose: () => opened.dispose(),
  };
}

/** Of the registry that it is listed in. */
export const ensembleOf = (engineOf: EngineOf) =>
  defineBodyEngine<EnsembleBody>({
    type: def.type,
    open(spec, tensors, device, files) {
      const members = membersIn(spec, files, bodyOf).map((member, i) =>
        openMember({ ...member, tensors: tensorsOf(tensors, i) }, device, engineOf),
      );
      const { labels, combine } = spec;
      return {
        async run(features, rows) {
          const said: Float32Array[] = [];
          for (const { answer } of members) said.push(await answer(features, rows));
          return combineRows(combine, said, { width: labels || 1, areShares: labels > 0 });
        },
        dispose() {
          for (const member of members) member.dispose();
        },
      };
    },
  });

function ownPart(features: Float32Array, rows: number, places?: readonly number[]): Float32Array {
  if (!places) return features;
  const width = features.length / rows;
  const own = new Float32Array(rows * places.length);
  let at = 0;
  for (let row = 0; row < rows; row++)
    for (const place of places) own[at++] = features[row * width + place] as number;
  return own;
}
