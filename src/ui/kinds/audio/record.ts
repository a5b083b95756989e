/** The microphone, for some seconds: plain samples, as they come. */
import { TetradError } from '#/core/protocol/errors';
import worklet from './recorder.worklet?worker&url';

export interface Recording {
  samples: Float32Array<ArrayBuffer>;
  rate: number;
}

/** `onLevel`: how loud it is now, 0 to 1, and which share of the time is over. */
export async function record(
  seconds: number,
  signal: AbortSignal,
  onLevel: (level: number, share: number) => void,
): Promise<Recording> {
  const stream = await openMicrophone();
  const context = new AudioContext();
  try {
    await context.audioWorklet.addModule(worklet);
    const source = context.createMediaStreamSource(stream);
    const node = new AudioWorkletNode(context, 'recorder', { numberOfOutputs: 0 });
    const samples = new Float32Array(Math.round(seconds * context.sampleRate));
    let filled = 0;
    const done = new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
        const part = data.subarray(0, samples.length - filled);
        samples.set(part, filled);
        filled += part.length;
        onLevel(
          part.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
          filled / samples.length,
        );
        if (filled === samples.length) resolve();
      };
    });
    await context.resume();
    source.connect(node);
    await done;
    return { samples, rate: context.sampleRate };
  } finally {
    for (const track of stream.getTracks()) track.stop();
    await context.close();
  }
}

const reasons: Record<string, [message: string, hint: string]> = {
  NotAllowedError: [
    'The browser does not let this page listen to the microphone.',
    'Allow it beside the address of the page, and try again; or choose a file.',
  ],
  NotFoundError: ['There is no microphone.', 'Plug one in, or choose a file.'],
  NotReadableError: ['Another program is using the microphone.', 'Close it there, and try again.'],
};

async function openMicrophone(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
  } catch (cause) {
    const [message, hint] = reasons[(cause as Error).name] ?? [
      'The microphone could not be opened.',
      'Choose a file.',
    ];
    throw new TetradError({ code: 'unsupported', message, hint, place: 'microphone' }, { cause });
  }
}
