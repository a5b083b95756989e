/** The engine's thread: opens its own storage, offers EngineApi to the page. One training per worker. */
import * as Comlink from 'comlink';
import { exposeApi } from '#/app/clients/wire';
import type { EngineApi } from '#/core/protocol/engineApi';
import { TetradError } from '#/core/protocol/errors';
import { breathe, Pulse } from '#/core/protocol/heartbeat';
import { withWriterLock } from '#/storage/locks';
import { openStorage } from '#/storage/openStorage';
import { probe } from './backends/probe';
import type { TfBackend } from './backends/tfBackend';
import type { OpenModel } from './predict/openModel';

const storage = openStorage();
// Reported where it is awaited; here it must not count as unhandled.
storage.catch(() => undefined);

let training = false;
let stop: 'cancel' | 'pause' | undefined;

/** A real turn of the event loop, so that messages get in; timers are throttled, message ports are not. */
const turn = new MessageChannel();
const waiting: (() => void)[] = [];
turn.port1.onmessage = () => waiting.shift()?.();
/** Several may wait: an explanation, and a training that it asked for. */
const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    waiting.push(resolve);
    turn.port2.postMessage(undefined);
  });

type UseModel = <T>(id: string, work: (model: OpenModel) => Promise<T>) => Promise<T>;
let opened: Promise<(many: boolean) => UseModel> | undefined;

/** Made on first use, so that probing and training do not load it. `many`: on WASM, where there is any. */
const models = async (many = false): Promise<{ use: UseModel }> => {
  opened ??= Promise.all([
    import('./predict/modelCache'),
    import('./predict/openModel'),
    import('#/core/protocol/studioSettings'),
  ]).then(([{ ModelCache }, { openModel }, { readStudioSettings }]) => {
    const cache = new ModelCache(
      async () => (await readStudioSettings((await storage).settings)).modelsKeptMegabytes * 2 ** 20,
    );
    return (onMany) => (id, work) =>
      cache.use(
        onMany ? `${id} for many` : id,
        async () => await openModel(id, await storage, onMany ? await forMany() : undefined),
        work,
      );
  });
  return { use: (await opened)(many) };
};

const heavy = new Map<string, Promise<boolean>>();
/** Versions never change. */
const isHeavyVersion = (id: string): Promise<boolean> => {
  const known =
    heavy.get(id) ??
    Promise.all([import('./predict/isHeavy'), storage]).then(async ([{ isHeavy }, { models: stored }]) => {
      const version = await stored.version(id);
      return version !== undefined && isHeavy(version);
    });
  heavy.set(id, known);
  known.catch(() => heavy.delete(id));
  return known;
};

let onWasm: Promise<TfBackend | undefined> | undefined;
const forMany = (): Promise<TfBackend | undefined> => {
  onWasm ??= import('./backends/openBackend').then(({ openBackend }) =>
    openBackend('wasm').catch(() => {
      // The plain CPU answers as well, only slower; the next model tries again.
      onWasm = undefined;
      return undefined;
    }),
  );
  return onWasm;
};

const engine: EngineApi = {
  probe,

  async train(request, port) {
    if (training)
      throw new TetradError({
        code: 'conflict',
        message: 'This worker is already training.',
        hint: 'Every training runs in a worker of its own.',
      });
    training = true;
    stop = undefined;
    const pulse = new Pulse((beat) => port.postMessage(beat));
    try {
      const { runTraining } = await import('./train/runTraining');
      const opened = await storage;
      // The worker of a closed tab may outlive the tab for a moment; its lock ends only with itself.
      return await withWriterLock(`tetrad:training:${request.runId}`, () =>
        runTraining(request, {
          storage: opened,
          emit: (event) => port.postMessage(event),
          stopped: () => stop,
          breathe: async () => {
            breathe();
            await nextTurn();
          },
        }),
      );
    } finally {
      pulse.stop();
      training = false;
      port.close();
    }
  },

  async explain(request, port) {
    stop = undefined;
    const pulse = new Pulse((beat) => port.postMessage(beat));
    try {
      const { explainVersion } = await import('./explain/explainVersion');
      const result = await explainVersion(request, {
        storage: await storage,
        emit: (event) => port.postMessage(event),
        stopped: () => stop !== undefined,
        breathe: async () => {
          breathe();
          await nextTurn();
        },
      });
      return Comlink.transfer(result, [result.attribution.values.buffer]);
    } finally {
      pulse.stop();
      port.close();
    }
  },

  async explainNow(request) {
    const cached = await models();
    return await cached.use(request.modelVersionId, async (model) => {
      const { explainOpen } = await import('./explain/explainVersion');
      return await explainOpen(model, request, {
        storage: await storage,
        emit: () => undefined,
        stopped: () => false,
        breathe: nextTurn,
      });
    });
  },

  async drift(request, port) {
    stop = undefined;
    const pulse = new Pulse((beat) => port.postMessage(beat));
    try {
      const { driftVersion } = await import('./drift/driftVersion');
      return await driftVersion(request, {
        storage: await storage,
        emit: (event) => port.postMessage(event),
        stopped: () => stop !== undefined,
        breathe: async () => {
          breathe();
          await nextTurn();
        },
      });
    } finally {
      pulse.stop();
      port.close();
    }
  },

  async stop(how) {
    stop = how;
  },

  async predict(request) {
    const cached = await models(request.many || (await isHeavyVersion(request.modelVersionId)));
    return await cached.use(request.modelVersionId, async (model) => {
      const { predict } = await import('./predict/predictSamples');
      return await predict(model, request, await storage);
    });
  },

  async answerStored({ modelVersionId, ...request }) {
    const cached = await models(true);
    const answers = await cached.use(modelVersionId, async (model) => {
      const { answerStored } = await import('./predict/answerStored');
      return await answerStored(model, request, await storage);
    });
    return Comlink.transfer(answers, [answers.numbers.buffer]);
  },

  async encode({ modelVersionId, ...request }) {
    const cached = await models();
    return await cached.use(modelVersionId, async (model) => {
      const { encode } = await import('./predict/latents');
      return await encode(model, request, await storage);
    });
  },

  async decode({ modelVersionId, latents }) {
    const cached = await models();
    return await cached.use(modelVersionId, async (model) => {
      const { decode } = await import('./predict/latents');
      return await decode(model, latents);
    });
  },

  async export(modelVersionId, options) {
    const [cached, { exportVersion }] = await Promise.all([models(), import('./export/exportVersion')]);
    const result = await cached.use(modelVersionId, async (model) => {
      const registered = await (await storage).models.get(model.version.modelId);
      return await exportVersion(model, registered, options, await storage);
    });
    return Comlink.transfer(
      result,
      result.files.map((file) => file.bytes.buffer),
    );
  },

  async importModel(request) {
    const { importModel } = await import('./importModel/importModel');
    return await importModel(request, await storage);
  },

  async look(modelVersionId) {
    return await (await import('./look/look')).lookInto(modelVersionId, await storage);
  },

  async lookAtWeight(modelVersionId, weight) {
    return await (await import('./look/look')).lookAtWeight(modelVersionId, weight, await storage);
  },

  async lookAtTree(modelVersionId, which) {
    return await (await import('./look/lookAtTree')).lookAtTree(modelVersionId, which, await storage);
  },

  async lookAtShapes(modelVersionId) {
    return await (await import('./look/shapes')).lookAtShapes(modelVersionId, await storage);
  },

  async lookAtComponents(modelVersionId) {
    return await (await import('./look/lookAtComponents')).lookAtComponents(modelVersionId, await storage);
  },

  async reshape(modelVersionId, edits) {
    return await (await import('./look/shapes')).reshape(modelVersionId, edits, await storage);
  },

  async checkGradient(request) {
    const [{ openBackend }, { checkLossGradient }] = await Promise.all([
      import('./backends/openBackend'),
      import('./train/checkLossGradient'),
    ]);
    const { tf } = await openBackend('cpu');
    return await checkLossGradient(tf, request);
  },

  async benchmark(shape, options) {
    const [{ openBackend }, { benchConvNd }] = await Promise.all([
      import('./backends/openBackend'),
      import('./bench/benchConvNd'),
    ]);
    const backend = await openBackend('webgpu');
    try {
      return await benchConvNd(backend, shape, { ...options, store: (await storage).settings });
    } finally {
      backend.close();
    }
  },
};

exposeApi(engine);
