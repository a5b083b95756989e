import { TetradError } from '#/core/protocol/errors';

/** A picture or a clip, and the label it was taken under. */
export interface Shot {
  label: string;
  file: Blob;
  ending: string;
}

/** Longest side of a shot: what small networks look at is smaller still. */
const mostSide = 320;

/** What the video shows now, as a JPEG. */
export async function takeShot(video: HTMLVideoElement): Promise<Blob> {
  const { videoWidth, videoHeight } = video;
  const scale = Math.min(1, mostSide / Math.max(videoWidth, videoHeight, 1));
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(videoWidth * scale)),
    Math.max(1, Math.round(videoHeight * scale)),
  );
  const context = canvas.getContext('2d');
  if (!context || videoWidth === 0)
    throw new TetradError({
      code: 'unsupported',
      message: 'The webcam shows nothing yet.',
      place: 'webcam',
      hint: 'Wait until its picture is there.',
    });
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  return await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
}
