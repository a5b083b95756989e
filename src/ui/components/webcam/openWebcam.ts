/** The webcam, for some seconds: a file as the browser writes it (WebM, or MP4 in Safari). */
import { TetradError } from '#/core/protocol/errors';

export interface Webcam {
  stream: MediaStream;
  /** Records from now on. `onShare`: which share of the time is over. */
  record(seconds: number, signal: AbortSignal, onShare: (share: number) => void): Promise<File>;
  close(): void;
}

const tickMs = 100;

export async function openWebcam(): Promise<Webcam> {
  const stream = await openStream();
  return {
    stream,
    record: (seconds, signal, onShare) => recordStream(stream, seconds, signal, onShare),
    close: () => {
      for (const track of stream.getTracks()) track.stop();
    },
  };
}

async function recordStream(
  stream: MediaStream,
  seconds: number,
  signal: AbortSignal,
  onShare: (share: number) => void,
): Promise<File> {
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const done = new Promise<void>((resolve, reject) => {
    recorder.onstop = () => resolve();
    recorder.onerror = () => reject(new TetradError(failed));
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  recorder.start();
  const began = performance.now();
  const timer = setInterval(() => {
    const share = (performance.now() - began) / (1000 * seconds);
    onShare(Math.min(1, share));
    if (share >= 1 && recorder.state === 'recording') recorder.stop();
  }, tickMs);
  try {
    await done;
  } finally {
    clearInterval(timer);
    if (recorder.state === 'recording') recorder.stop();
  }
  const [type = ''] = recorder.mimeType.split(';');
  return new File(parts, `webcam.${type.endsWith('mp4') ? 'mp4' : 'webm'}`, { type });
}

const failed = {
  code: 'unsupported' as const,
  message: 'The webcam could not be recorded.',
  place: 'webcam',
  hint: 'Choose a file.',
};

const reasons: Record<string, [message: string, hint: string]> = {
  NotAllowedError: [
    'The browser does not let this page use the webcam.',
    'Allow it beside the address of the page, and try again; or choose a file.',
  ],
  NotFoundError: ['There is no webcam.', 'Plug one in, or choose a file.'],
  NotReadableError: ['Another program is using the webcam.', 'Close it there, and try again.'],
};

async function openStream(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 640 } } });
  } catch (cause) {
    const [message, hint] = reasons[(cause as Error).name] ?? [
      'The webcam could not be opened.',
      'Choose a file.',
    ];
    throw new TetradError({ ...failed, message, hint }, { cause });
  }
}
