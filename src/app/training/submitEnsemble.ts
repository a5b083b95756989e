/** Versions that are there as one model: found, checked to go together, and queued as a training that trains none of them. */
import { type EnsembleParams, ensemble } from '#/core/families/ensemble';
import { joinInputs } from '#/core/ensembles/joinInputs';
import type { EnsembleMethod } from '#/core/ensembles/told';
import { families } from '#/core/families/registry';
import { suits } from '#/core/families/suits';
import { TetradError } from '#/core/protocol/errors';
import type { ModelVersion } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import { found } from '../queries';
import type { AppServices } from '../services';
import type { JobRequest } from '../jobs/jobDef';
import { orUndone } from './checkRequest';
import { foldsOfMembers } from './foldsOfMembers';
import { recordCrossValidation } from './submitCrossValidation';
import { submitTraining } from './submitTraining';

export interface EnsembleRequest {
  members: { modelId: string; version: number }[];
  method: EnsembleMethod;
  weights?: number[];
  /** Cross-validations, one for each member. */
  folds?: string[];
  name?: string;
  experimentId?: string;
}

const bad = (message: string, hint: string, place = 'members') =>
  new TetradError({ code: 'badInput', message, place, hint });

export async function submitEnsemble(services: AppServices, request: EnsembleRequest) {
  const { storage } = services;
  const { members, method, weights = [], name, experimentId } = request;
  const versions = await Promise.all(members.map((member, at) => versionOf(storage, member, at)));
  const [first] = versions;
  if (!first || versions.length < 2)
    throw bad('An ensemble needs at least two members.', 'Choose another model beside it.');
  checkTogether(versions);
  checkWeights(request, versions.length);
  if (first.runId === '')
    throw bad('The first member has no run.', 'Choose versions that were trained here.');
  const run = found(await storage.runs.get(first.runId), 'run', first.runId);
  const dataset = await storage.datasets.get(first.datasetId);
  const needed = method === 'voting' || request.folds ? undefined : await foldsOfMembers(storage, versions);
  const recorded: RecordedFolds[] = [];
  const undo = async () => {
    for (const one of recorded) await one.undo();
  };
  const title = name ?? `${dataset?.name ?? 'data'} ${method} of ${versions.length}`;
  const submit = async () => {
    for (const one of needed ?? []) recorded.push(await recordCrossValidation(storage, one));
    const folds = request.folds ?? recorded.map(({ job }) => job.runId);
    const params: EnsembleParams = {
      members: versions.map(({ id }) => id),
      method,
      weights,
      folds,
      judgedByFolds: false,
    };
    const { validationSplit, testSplit, splitBy, seed } = run.config;
    return await submitTraining(services, {
      datasetId: first.datasetId,
      versionId: first.datasetVersionId,
      target: first.task.target,
      task: first.task.type,
      features: joinInputs(versions).inputs.map((column) => column.name),
      family: ensemble.type,
      familyParams: params,
      training: {
        validationSplit,
        ...(testSplit !== undefined && { testSplit }),
        ...(splitBy && { splitBy }),
        seed,
      },
      startFrom: first.id,
      name: title,
      ...(experimentId && { experimentId }),
      ...(needed && { within: (training) => withFolds(training, recorded, title) }),
    });
  };
  const submitted = await orUndone(submit, undo);
  return { ...submitted, foldsFirst: recorded.map(({ job }) => job.runId) };
}

type RecordedFolds = Awaited<ReturnType<typeof recordCrossValidation>>;

function withFolds(training: JobRequest, recorded: readonly RecordedFolds[], name: string): JobRequest {
  return {
    ...training,
    kind: 'combine',
    title: `Cross-validate ${recorded.length} members, then combine: ${name}`,
    input: { folds: recorded.map(({ job }) => job), training: { ...training, id: crypto.randomUUID() } },
  };
}

async function versionOf(
  { models }: Storage,
  { modelId, version: number }: EnsembleRequest['members'][number],
  at: number,
): Promise<ModelVersion> {
  const model = await models.get(modelId);
  const version = model && (await models.versions(modelId)).find((one) => one.number === number);
  if (version) return version;
  throw new TetradError({
    code: 'notFound',
    message: model
      ? `“${model.name}” has no version ${number}; it may have been deleted.`
      : 'A member is no model of this studio; it may have been deleted.',
    place: `members.${at}`,
    hint: 'Choose a version that is listed on the Models page.',
  });
}

function checkTogether(versions: readonly ModelVersion[]): void {
  const [first, ...others] = versions as [ModelVersion, ...ModelVersion[]];
  if (new Set(versions.map(({ id }) => id)).size < versions.length)
    throw bad('A version is a member twice.', 'Name each version once; weights say how much it counts.');
  for (const other of others) {
    const { task } = other;
    if (other.datasetHash !== first.datasetHash)
      throw bad(
        `Version ${first.number} and version ${other.number} learnt from different data, so no rows judge both.`,
        'Choose versions that were trained on the same version of one dataset.',
      );
    if (task.type !== first.task.type || task.target !== first.task.target)
      throw bad(
        `One answers “${first.task.target}” (${first.task.type}), another “${task.target}” (${task.type}).`,
        'Choose versions that answer the same.',
      );
  }
  if (!suits(families.get(ensemble.type), first.input.kind, first.task.type))
    throw bad(
      `Models of ${first.task.type} on ${first.input.kind} data are not combined yet.`,
      'Combine models that answer with one label or one number.',
    );
  joinInputs(versions);
}

function checkWeights({ method, weights, folds }: EnsembleRequest, members: number): void {
  if (weights && method !== 'voting')
    throw bad(`The weights of ${method} are learnt.`, 'Leave weights out, or choose voting.', 'weights');
  if (weights && weights.length !== members)
    throw bad(
      `There are ${weights.length} weights for ${members} members.`,
      'Give one for each, in their order.',
      'weights',
    );
  if (weights && !weights.some((weight) => weight > 0))
    throw bad('No weight is above 0.', 'Give at least one member a weight.', 'weights');
  if (folds && folds.length !== members)
    throw bad(
      `There are ${folds.length} cross-validations for ${members} members.`,
      'Give one for each, in their order.',
      'folds',
    );
}
