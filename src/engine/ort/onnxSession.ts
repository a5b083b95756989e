/** Somebody's model opened in ONNX Runtime: asked with arrays of any type, and refused in words a person can use. */
import type * as ort from 'onnxruntime-web';
import type { ArrayFeed } from '#/core/onnxFile/givenArray';
import { halfToNumber } from '#/core/halfFloats';
import { TetradError } from '#/core/protocol/errors';
import { breathe, expectBreath } from '#/core/protocol/heartbeat';
import type { AnsweredArray } from '#/core/protocol/predict';
import { loaded, type OrtBuild, onWasm, silentMs, titles } from './runOnnx';
import { oneAtATime } from './runQueue';

export interface OnnxSession {
  /** "ONNX Runtime 1.30.0 on WASM" */
  title: string;
  run(
    feeds: readonly ArrayFeed[],
    outputs: readonly string[],
  ): Promise<{ arrays: AnsweredArray[]; ms: number }>;
  release(): Promise<void>;
}

export interface ModelFiles {
  bytes: Uint8Array;
  /** Weights in files of their own, by the path that the model names. */
  beside: readonly { path: string; data: Uint8Array }[];
}

export function openSession({ bytes, beside }: ModelFiles, build: OrtBuild = onWasm): Promise<OnnxSession> {
  return oneAtATime(async () => {
    const runtime = await loaded(build);
    expectBreath(silentMs);
    const session = await runtime.InferenceSession.create(bytes, {
      executionProviders: [build.provider],
      logSeverityLevel: 3,
      ...(beside.length > 0 && { externalData: beside }),
    }).catch(refused);
    breathe();
    const version = runtime.env.versions.web ?? runtime.env.versions.common;
    return {
      title: `ONNX Runtime ${version} on ${titles[build.provider]}`,
      run: (feeds, outputs) => oneAtATime(() => run(runtime, session, feeds, outputs)),
      release: () => oneAtATime(() => session.release()),
    };
  });
}

async function run(
  runtime: Pick<typeof ort, 'Tensor'>,
  session: ort.InferenceSession,
  feeds: readonly ArrayFeed[],
  outputs: readonly string[],
): Promise<{ arrays: AnsweredArray[]; ms: number }> {
  const inputs = Object.fromEntries(
    feeds.map(({ name, type, data, dims }) => [
      name,
      new runtime.Tensor(type as 'float32', data as never, dims),
    ]),
  );
  expectBreath(silentMs);
  const startedAt = performance.now();
  const results = await session.run(inputs, [...outputs]).catch(refused);
  const ms = performance.now() - startedAt;
  breathe();
  return { arrays: outputs.flatMap((name) => answered(name, results[name])), ms };
}

function answered(name: string, tensor: ort.Tensor | undefined): AnsweredArray[] {
  if (!tensor) return [];
  const { type, dims, data } = tensor;
  const values = data as AnsweredArray['data'];
  return [
    {
      name,
      dtype: type,
      shape: [...dims],
      data:
        type !== 'float16'
          ? Array.isArray(values)
            ? [...values]
            : (values.slice() as AnsweredArray['data'])
          : // Bits, where the browser has no array of half precision.
            Float32Array.from(values as Uint16Array, values instanceof Uint16Array ? halfToNumber : Number),
    },
  ];
}

/** What the runtime says, without the places in its own source. */
function refused(thrown: unknown): never {
  const said = thrown instanceof Error ? thrown.message : String(thrown);
  const cause = { cause: thrown };
  const unknown =
    /(?:(?<domain>[\w.]+)[.:])?(?<op>\w+)\(-?\d+\) is not a registered function\/op/.exec(said) ??
    /No Op registered for (?<op>\w+) with domain_version/.exec(said);
  const { op, domain } = unknown?.groups ?? {};
  if (op)
    throw new TetradError(
      {
        code: 'unsupported',
        message: `The operator ${op}${domain ? ` of the domain ${domain}` : ''} is not one that ONNX Runtime knows in this version.`,
        place: `operator ${op}`,
        hint: 'Export the model with operators of ONNX itself.',
      },
      cause,
    );
  const missing =
    /Could not find an implementation for (?:([\w.]+)\.)?(\w+)\((\d+)\) node with name '([^']*)'/.exec(said);
  if (missing)
    throw new TetradError(
      {
        code: 'unsupported',
        message: `ONNX Runtime in the browser has no ${missing[2]} (version ${missing[3]}) for the types of values here.`,
        place: missing[4] ? `node "${missing[4].slice(0, 120)}"` : `operator ${missing[2]}`,
        hint: 'Export the model in float32, or with other operators.',
      },
      cause,
    );
  if (/bad_alloc|out of memory|Aborted\(|allocate|memory access out of bounds/i.test(said))
    throw new TetradError(
      {
        code: 'outOfMemory',
        message: 'The model needs more memory than ONNX Runtime has in the browser.',
        hint: 'Ask with fewer samples at a time, or quantise the model first.',
      },
      cause,
    );
  const words = said
    .replace(/^.*ERROR_MESSAGE:\s*/s, '')
    .replace(/"?\/[\w./-]+\.(cc|h):\d+\s*/g, '')
    .replace(/^(Exception during initialization|Non-zero status code returned[^:]*):\s*/i, '')
    .trim()
    .slice(0, 400);
  throw new TetradError(
    {
      code: 'badInput',
      message: `ONNX Runtime refuses it: ${words || 'it does not say why'}`,
      hint: 'Check the model and the shapes of its inputs.',
    },
    cause,
  );
}
