/**
 * One architecture: a run that nobody disturbs, then the same run in a browser that is killed again and again while
 * notes, names and aliases are edited. Tells what was the same and what was lost.
 */
import { watch } from 'node:fs';
import { join } from 'node:path';
import { call, curveOf, openKillable } from './killableBrowser.mjs';

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const patienceMs = 120_000;
const pilotEpochs = 30;
const editEveryMs = 40;

/** Moments to kill at, taken in turn. */
const allMoments = ['any', 'saving', 'later', 'saving', 'ending'];

/**
 * @param {object} architecture one of architectures.mjs
 * @param {{ profile: string, origin: string, kills: number, seconds: number, random: () => number, moments?: string[] }} options
 */
export async function killedRun({ sample, target, family, familyParams, training }, options) {
  const { profile, origin, kills, seconds, random, moments = allMoments } = options;
  const open = () => openKillable(profile, origin, { webgpu: training.backend === 'webgpu' });
  let studio = await open();
  const count = { kills: 0, running: 0, afterCheckpoint: 0, inSave: 0, lost: [] };
  try {
    const datasetId = await importSample(studio.page, sample);
    const submit = (page, epochs, modelId) =>
      call(page, 'training.submit', {
        datasetId,
        target,
        family,
        familyParams,
        modelId,
        training: { earlyStopping: false, seed: 7, ...training, epochs },
      });
    const pilot = await submit(studio.page, pilotEpochs);
    await endOf(studio.page, pilot);
    const epochMs = await fastEpochMs(studio.page, pilot.runId);
    const epochs = Math.max(pilotEpochs, Math.min(50_000, Math.round((seconds * 1000) / epochMs)));
    const undisturbed = await submit(studio.page, epochs, pilot.modelId);
    const whole = await endOf(studio.page, undisturbed);

    const broken = await submit(studio.page, epochs);
    const edits = new Edits(broken, pilot.modelId);
    await edits.prepare(studio.page);
    let garbage = 0;
    let stored = 0;
    for (let kill = 0; kill < kills; kill++) {
      const moment = moments[kill % moments.length];
      const until = await watchRun(studio.page, broken);
      const writing = edits.keepWriting(studio.page);
      const { status, step } = await reach(until, moment, { profile, hasCheckpoint: stored > 0, random });
      await studio.kill();
      await writing;
      count.kills++;
      if (status === 'running') count.running++;
      studio = await open();
      const found = await leftovers(studio.page, broken);
      if (status === 'running' && (step > 0 || found.step > 0)) count.afterCheckpoint++;
      if (found.garbage > garbage) count.inSave++;
      garbage = found.garbage;
      stored = found.step;
      if (found.step < step && !found.finished) count.lost.push(`the checkpoint at step ${step}`);
      count.lost.push(...(await edits.missing(studio.page)));
    }
    const end = await endOf(studio.page, broken);
    if (end.versions !== 1) count.lost.push(`${end.versions} versions instead of 1`);
    const identical =
      end.status === 'completed' && end.curve === whole.curve && end.weights === whole.weights;
    return { ...count, identical, why: identical ? '' : difference(end, whole), epochs };
  } finally {
    await studio.kill();
  }
}

async function importSample(page, sampleId) {
  const { jobId, datasetId } = await call(page, 'datasets.sample', { sampleId });
  await call(page, 'jobs.wait', { id: jobId });
  return datasetId;
}

/** Of an epoch once everything is warm: the lowest quarter. */
async function fastEpochMs(page, runId) {
  const { epochMs } = await call(page, 'runs.metrics', { runId });
  return epochMs.toSorted((a, b) => a - b)[Math.floor(epochMs.length / 4)];
}

async function endOf(page, { jobId, runId, modelId }) {
  const job = await call(page, 'jobs.wait', { id: jobId });
  const { versions } = await call(page, 'models.get', { id: modelId });
  const own = versions.filter((version) => version.runId === runId);
  return {
    status: `${job.status} ${job.error?.message ?? ''}`.trim(),
    curve: await curveOf(page, runId),
    weights: own.map(({ body }) => JSON.stringify(body)).join(),
    versions: own.length,
  };
}

function difference(end, whole) {
  if (end.status !== 'completed') return end.status;
  if (end.weights !== whole.weights && end.curve === whole.curve) return 'same curve, other weights';
  const at = [...end.curve].findIndex((character, i) => character !== whole.curve[i]);
  return `curves part at "${end.curve.slice(Math.max(0, at - 60), at + 30)}" (undisturbed "${whole.curve.slice(at, at + 30)}")`;
}

/** Follows the run as its page tells it: status, the last checkpoint said to be stored, and whether a save is under way. */
async function watchRun(page, { jobId, runId }) {
  await page.evaluate(
    ([job, run]) => {
      const watched = { step: 0, progress: 0, job };
      window.watchedRun = watched;
      const channel = new BroadcastChannel('tetrad-train');
      channel.onmessage = ({ data }) => {
        if (data.runId !== run) return;
        if (data.event?.kind === 'steps') watched.progress = data.event.step / data.event.totalSteps;
        if (data.event?.kind !== 'checkpoint') return;
        watched.step = data.event.step;
      };
    },
    [jobId, runId],
  );
  return (what) =>
    page.evaluate(
      async ([wanted, limitMs]) => {
        const { watchedRun: watched } = window;
        const startedAt = performance.now();
        const statusOf = async () => (await window.tetrad.run('jobs.get', { id: watched.job })).status;
        const isOver = (status) => !['queued', 'interrupted', 'running'].includes(status);
        const isSaving = async () =>
          (await navigator.locks.query()).held.some(({ name }) => name === 'tetrad:writing');
        const reached = {
          now: () => true,
          running: (status) => status === 'running',
          checkpoint: () => watched.step > 0,
          ending: async () => watched.progress > 0.97 && (await isSaving()),
        }[wanted];
        // Not asked at the moment itself: there every millisecond counts.
        let status = await statusOf();
        for (let askedAt = startedAt; ; ) {
          if (isOver(status) || (await reached(status))) return { status, step: watched.step };
          await new Promise((resolve) => setTimeout(resolve, 2));
          const now = performance.now();
          if (now - startedAt > limitMs) throw new Error(`${wanted} did not come`);
          if (now - askedAt < 100) continue;
          askedAt = now;
          status = await statusOf();
        }
      },
      [what, patienceMs],
    );
}

/**
 * Any: from the very start. Later: some time after a checkpoint. Saving: while bytes or records of a checkpoint are
 * being written. Ending: the same for the last one and the version. Answers the state then.
 */
async function reach(until, moment, { profile, hasCheckpoint, random }) {
  await until('running');
  if (moment === 'any') await sleep(4000 * random());
  if (moment === 'later') {
    if (!hasCheckpoint) await until('checkpoint');
    await sleep(2500 * random());
  }
  if (moment === 'any' || moment === 'later') return await until('now');
  if (!hasCheckpoint) await until('checkpoint');
  if (moment === 'ending') {
    const state = await until(moment);
    await sleep(30 * random());
    return state;
  }
  const state = await until('now');
  await nextWrite(profile);
  await sleep(12 * random());
  return state;
}

/** Resolves as soon as the browser writes to the files of its origin: seen from outside, where no message delays it. */
function nextWrite(profile) {
  return new Promise((resolve, reject) => {
    const watcher = watch(join(profile, 'Default', 'File System'), { recursive: true });
    const timer = setTimeout(() => {
      watcher.close();
      reject(new Error('no checkpoint was written'));
    }, 60_000);
    watcher.once('change', () => {
      clearTimeout(timer);
      watcher.close();
      resolve();
    });
  });
}

/** What a killed browser left: the newest checkpoint, and how much lies there that no record names (saves cut short). */
async function leftovers(page, { jobId, runId }) {
  return await page.evaluate(
    async ([job, run]) => {
      const { status } = await window.tetrad.run('jobs.get', { id: job });
      const stored = await window.tetrad.run('storage.status', {});
      const home = await (await navigator.storage.getDirectory()).getDirectoryHandle('tetrad');
      let torn = 0;
      for await (const name of (await home.getDirectoryHandle('incoming')).keys()) torn += name ? 1 : 0;
      const step = await new Promise((resolve, reject) => {
        const opening = indexedDB.open('tetrad');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const reading = opening.result.transaction('checkpoints').objectStore('checkpoints').get(run);
          reading.onsuccess = () => {
            opening.result.close();
            resolve(reading.result?.step ?? 0);
          };
        };
      });
      const { modelVersionId } = await window.tetrad.run('runs.get', { id: run });
      return {
        step,
        finished: status === 'completed' || modelVersionId !== undefined,
        garbage: torn + stored.unreferencedBytes,
      };
    },
    [jobId, runId],
  );
}

/** Small edits in a row, each remembered once the page has acknowledged it. */
class Edits {
  acknowledged = new Map();
  asked = new Map();
  made = 0;

  constructor({ runId, modelId }, otherModelId) {
    Object.assign(this, { runId, modelId, otherModelId });
  }

  async prepare(page) {
    const { versions } = await call(page, 'models.get', { id: this.otherModelId });
    this.versionIds = versions.map(({ id }) => id);
  }

  /** Until the page is gone. */
  async keepWriting(page) {
    for (;;) {
      const value = `edit ${++this.made}`;
      const versionId = this.versionIds[this.made % this.versionIds.length];
      const edits = [
        ['notes of the run', value, 'runs.update', { id: this.runId, notes: value }],
        ['name of the run', value, 'runs.update', { id: this.runId, name: value }],
        ['notes of the model', value, 'models.update', { id: this.modelId, notes: value }],
        ['alias', versionId, 'models.setAlias', { modelId: this.otherModelId, alias: 'staging', versionId }],
      ];
      const [what, wanted, command, input] = edits[this.made % edits.length];
      this.asked.set(what, wanted);
      try {
        await call(page, command, input);
      } catch {
        return;
      }
      this.acknowledged.set(what, wanted);
      await sleep(editEveryMs);
    }
  }

  /** Acknowledged, and not what is stored now (one more may have arrived unacknowledged). */
  async missing(page) {
    const run = await call(page, 'runs.get', { id: this.runId });
    const { model } = await call(page, 'models.get', { id: this.modelId });
    const other = await call(page, 'models.get', { id: this.otherModelId });
    const stored = {
      'notes of the run': run.notes,
      'name of the run': run.name,
      'notes of the model': model.notes,
      alias: other.model.aliases.staging,
    };
    const lost = [...this.acknowledged].filter(
      ([what, value]) => stored[what] !== value && stored[what] !== this.asked.get(what),
    );
    const last = other.moves.find(({ alias }) => alias === 'staging');
    if (stored.alias !== undefined && last?.to !== stored.alias) lost.push(['alias history', last?.to]);
    return lost.map(([what, value]) => `${what}: "${value}", stored is "${stored[what]}"`);
  }
}
