/**
 * Members of an ensemble asked on the rows that taught none of them: how much each counts is learnt from what they say of
 * the validation part (or of the folds of cross-validations), and all is judged as any other model is.
 */
import type { EnsembleBody, EnsembleMember } from '#/core/bodies/ensemble';
import { bodyOf, ensemble as body } from '#/core/bodies/registry';
import { asShares, type Combine, combineRows } from '#/core/ensembles/combine';
import { diversityOf } from '#/core/ensembles/diversity';
import { fitStack } from '#/core/ensembles/fitStack';
import { greedySelection, type Known } from '#/core/ensembles/greedySelection';
import { crossFitted } from '#/core/ensembles/crossFitted';
import { fitSharpness } from '#/core/ensembles/sharpness';
import { joinInputs } from '#/core/ensembles/joinInputs';
import type { EnsembleTold } from '#/core/ensembles/told';
import { type EnsembleParams, fewestFitted } from '#/core/families/ensemble';
import { together as def } from '#/core/learners/together';
import { TetradError } from '#/core/protocol/errors';
import { breathe } from '#/core/protocol/heartbeat';
import type { ModelVersion } from '#/core/protocol/model';
import { judgeName } from '#/core/tasks/judgeName';
import { commonScale } from '#/core/tasks/scale';
import { taskOf } from '#/core/tasks/registry';
import { openCpu } from '../backends/cpu';
import { type OpenMember, openMember } from '../bodies/ensemble';
import { bodyEngineOf } from '../bodies/registry';
import type { Split } from '../kinds/preparedData';
import { withCpu } from '../predict/withCpu';
import { notFinite } from '../train/notFinite';
import { answersOfFolds, type FoldAnswers, foldAnswersOn } from './host/answersOfFolds';
import { type HostJudge, openHostJudge } from './host/hostJudge';
import { HostRun } from './host/hostRun';
import { type HostSpec, hostSpec } from './host/hostSpec';
import { judgedRows } from './host/judgedRows';
import { tellPrepared } from './host/tellPrepared';
import type { Learner, LearnerJob } from './learner';

const rowsAtOnce = 256;
const reason = 'Members are asked on the processor, each as it answers elsewhere';

type PartName = 'train' | 'val' | 'test';
type Fitted = { combine: Combine; on?: EnsembleTold['fittedOn']; folds?: FoldAnswers };

export const together: Learner = {
  type: def.type,
  async learn(job) {
    const spec = hostSpec(job);
    const params = spec.params as EnsembleParams;
    const versions = await membersOf(job, params);
    const opened = await openedMembers(job, spec, versions);
    try {
      const parts: Record<PartName, Split | undefined> = {
        train: judgedRows(spec.train, spec),
        val: spec.val.rows > 0 ? spec.val : undefined,
        test: spec.test && spec.test.rows > 0 ? spec.test : undefined,
      };
      const steps = Object.values(parts).reduce((sum, part) => sum + pieces(part), 1) * opened.length;
      const stored = await job.record.resume(async () => undefined);
      tellPrepared(job, spec, stored, { reason, stepsPerEpoch: steps });
      const run = new HostRun(
        job,
        { epochs: 1, totalSteps: steps, save: () => ({ state: {}, bytes: new Uint8Array(1) }) },
        { step: 0, epoch: 0 },
      );
      const said = new Map<PartName, Float32Array[]>();
      for (const [name, split] of Object.entries(parts) as [PartName, Split | undefined][])
        if (split) said.set(name, await answersOn(split, spec, opened, run));
      const known = (name: PartName): Known => ({
        truth: parts[name]?.target ?? [],
        labels: spec.classes,
      });
      const fitted = await combineBy(job, spec, params, {
        said: said.get('val') ?? [],
        known: known('val'),
      });
      if (params.judgedByFolds && fitted.folds)
        said.set('val', foldAnswersOn(job.data.judged.rows, fitted.folds));
      const judge = await openHostJudge(spec);
      const form = { width: spec.outputWidth, areShares: spec.classes > 0 };
      const judged = async (name: PartName, combine: Combine, of = said.get(name), places?: Uint32Array) => {
        const split = parts[name];
        if (!split || !of) return undefined;
        const raw = combineRows(combine, of, form);
        const row = (at: number) => at * spec.outputWidth;
        return await judge(name, split, (from, to) => raw.subarray(row(from), row(to)), places);
      };
      const [train, val, test] = [
        await judged('train', fitted.combine),
        await judged('val', fitted.combine, undefined, job.keep.val),
        await judged('test', fitted.combine, undefined, job.keep.test),
      ];
      const metrics = { ...train?.metrics, ...val?.metrics, ...test?.metrics };
      if (!Object.values(metrics).every(Number.isFinite)) throw notFinite(run.step);
      await run.epochEnded(metrics, {
        rows: spec.val.rows,
        score: (val ?? train)?.loss ?? 0,
        best: true,
        last: true,
      });
      const part = test ? 'test' : 'val';
      const alone = async (name: PartName, i: number) =>
        (await judged(name, { how: 'mean', weights: [1] }, said.get(name)?.slice(i, i + 1)))?.metrics[
          judgeName(spec.task, name)
        ];
      const told: EnsembleTold = {
        method: params.method,
        metric: taskOf(spec.task).judge,
        ...(fitted.on && { fittedOn: fitted.on }),
        ...(fitted.folds && { onFolds: await judgedOnFolds(judge, fitted.folds, spec, params.method) }),
        members: await Promise.all(
          versions.map(async (version, i) => {
            const [onVal, onTest] = [await alone('val', i), await alone('test', i)];
            return {
              versionId: version.id,
              name: await nameOf(job, version),
              weight: fitted.combine.weights[i] as number,
              ...(onVal !== undefined && { val: onVal }),
              ...(onTest !== undefined && { test: onTest }),
            };
          }),
        ),
        diversity: {
          ...diversityOf(said.get(part) ?? [], known(part)),
          part: test ? 'test' : 'validation',
        },
      };
      const made: EnsembleBody = {
        takes: job.data.shape,
        labels: spec.classes,
        ...withWeight(opened, fitted.combine),
        told,
      };
      return {
        // Their blobs lie in the store already: the version that is committed keeps them there.
        body: async () => ({ type: body.type, spec: made }),
        metrics,
        bestEpoch: 0,
        step: run.step,
        stoppedEarly: false,
        kept: { val: val?.kept, test: test?.kept },
        backend: 'cpu',
        backendReason: reason,
      };
    } finally {
      for (const { answers } of opened) answers.dispose();
    }
  },
};

/** Members that count for nothing are told of, not held. */
function withWeight(opened: readonly Opened[], { weights, ...rest }: Combine) {
  const counts = weights.map((weight) => weight > 0);
  return {
    members: opened.filter((_, i) => counts[i]).map(({ member }) => member),
    combine: { ...rest, weights: weights.filter((_, i) => counts[i]) },
  };
}

const pieces = (part: Split | undefined): number => Math.ceil((part?.rows ?? 0) / rowsAtOnce);

async function membersOf(
  { deps, request }: LearnerJob,
  { members }: EnsembleParams,
): Promise<ModelVersion[]> {
  const ids = [request.startFrom ?? '', ...members.slice(1)];
  return await Promise.all(
    ids.map(async (id, at) => {
      const version = await deps.storage.models.version(id);
      if (version) return version;
      throw new TetradError({
        code: 'notFound',
        message: `Member ${at + 1} of ${ids.length} was deleted before the members were combined.`,
        place: `members.${at}`,
        hint: 'Combine those that are left, or train it again.',
      });
    }),
  );
}

async function nameOf({ deps }: LearnerJob, { modelId, number }: ModelVersion): Promise<string> {
  const model = await deps.storage.models.get(modelId);
  return `${model?.name ?? 'a model'}, version ${number}`;
}

interface Opened {
  member: EnsembleMember;
  answers: OpenMember;
}

async function openedMembers(
  { deps }: LearnerJob,
  { task }: HostSpec,
  versions: readonly ModelVersion[],
): Promise<Opened[]> {
  const { places } = joinInputs(versions);
  const { tf } = await openCpu();
  const device = {
    tf,
    compute: <T>(work: () => T): T => withCpu(tf, work),
    ...(deps.ort && { ort: deps.ort }),
  };
  const { labels } = task;
  const own = commonScale(task);
  return await Promise.all(
    versions.map(async ({ body, task: its }, i): Promise<Opened> => {
      const files = await Promise.all(
        bodyOf(body)
          .blobs(body.spec)
          .map((blob) => deps.storage.blobs.get(blob)),
      );
      const theirs = commonScale(its);
      const member: EnsembleMember = {
        body,
        ...(places[i] && { places: places[i] }),
        ...(labels
          ? { order: labels.map((label) => its.labels?.indexOf(label) ?? -1) }
          : { scale: { times: theirs.std / own.std, plus: (theirs.mean - own.mean) / own.std } }),
      };
      const tensors = bodyOf(body).tensors(body.spec, files);
      return { member, answers: openMember({ ...member, tensors, files }, device, bodyEngineOf) };
    }),
  );
}

/** Of each member, row-major [rows, labels] or [rows]. */
async function answersOn(
  { rows, features }: Split,
  { width, outputWidth }: HostSpec,
  members: readonly Opened[],
  run: HostRun,
): Promise<Float32Array[]> {
  const all: Float32Array[] = [];
  for (const { answers } of members) {
    const own = new Float32Array(rows * outputWidth);
    for (let row = 0; row < rows; row += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, rows - row);
      const part = features.subarray(row * width, (row + count) * width);
      own.set(await answers.answer(part, count), row * outputWidth);
      breathe();
      await run.stepped(count);
    }
    all.push(own);
  }
  return all;
}

async function combineBy(
  { deps }: LearnerJob,
  { task }: HostSpec,
  { method, weights, folds, members }: EnsembleParams,
  onVal: { said: readonly Float32Array[]; known: Known },
): Promise<Fitted> {
  if (method === 'voting')
    return {
      combine: { how: 'mean', weights: asShares(weights.length > 0 ? weights : members.map(() => 1)) },
    };
  const onFolds = folds.length > 0 ? await answersOfFolds(folds, task, deps.storage) : undefined;
  const { said, known } = onFolds ?? onVal;
  const rows = known.truth.length;
  if (rows < fewestFitted)
    throw new TetradError({
      code: 'badInput',
      message: `${rows} rows judge all members and taught none: too few to learn how much each of them counts.`,
      place: 'method',
      hint: 'Choose voting or folds, or train the members again with the same seed, a larger validation part and without “All rows at last”.',
    });
  const combine = fittedBy(method)(said, known);
  return {
    combine,
    on: { part: onFolds ? 'folds' : 'validation', rows },
    ...(onFolds && { folds: onFolds }),
  };
}

function fittedBy(method: EnsembleTold['method']) {
  return (said: readonly Float32Array[], known: Known): Combine => {
    if (method !== 'greedy') return fitStack(said, known);
    const combine: Combine = { how: 'mean', weights: greedySelection(said, known) };
    if (known.labels === 0) return combine;
    const logits = combineRows(combine, said, { width: known.labels, areShares: true });
    return { ...combine, sharpness: fitSharpness(logits, known) };
  };
}

/** Of the rows that folds held out, as validation rows are judged. */
async function judgedOnFolds(
  judge: HostJudge,
  { said, known }: FoldAnswers,
  { task, outputWidth: width }: HostSpec,
  method: EnsembleTold['method'],
): Promise<NonNullable<EnsembleTold['onFolds']>> {
  const rows = known.truth.length;
  const target = task.labels ? Int32Array.from(known.truth) : Float32Array.from(known.truth);
  const split: Split = { rows, features: new Float32Array(0), target };
  const judged = async (raw: Float32Array) =>
    (await judge('val', split, (from, to) => raw.subarray(from * width, to * width))).metrics;
  const form = { width, areShares: known.labels > 0 };
  const alone: Record<string, number>[] = [];
  for (const own of said) alone.push(await judged(combineRows({ how: 'mean', weights: [1] }, [own], form)));
  return { together: await judged(crossFitted(said, known, fittedBy(method))), alone };
}
