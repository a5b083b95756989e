import { type RefObject, useEffect, useRef } from 'react';
import classes from './webcam.module.css';

/** What the webcam sees now, as in a mirror; `video`: for who takes pictures of it. */
export function WebcamPreview({
  stream,
  video,
}: {
  stream: MediaStream;
  video?: RefObject<HTMLVideoElement | null>;
}) {
  const own = useRef<HTMLVideoElement>(null);
  const shown = video ?? own;
  useEffect(() => {
    if (shown.current) shown.current.srcObject = stream;
  }, [stream, shown]);
  return <video ref={shown} className={classes.preview} autoPlay muted playsInline aria-label="The webcam" />;
}
