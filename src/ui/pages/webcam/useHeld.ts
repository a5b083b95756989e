/** A button that goes on while it is held, by pointer or by key; each turn waits for the one before. */
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';

export function useHeld(everyMs: number, act: () => Promise<void>) {
  const [held, setHeld] = useState(false);
  const [error, setError] = useState<unknown>();
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    if (!held) return;
    let goesOn = true;
    const turn = async () => {
      while (goesOn) {
        const next = new Promise((resolve) => setTimeout(resolve, everyMs));
        await latest.current();
        await next;
      }
    };
    turn().catch((thrown: unknown) => {
      setError(thrown);
      setHeld(false);
    });
    return () => {
      goesOn = false;
    };
  }, [held, everyMs]);
  const begin = () => {
    setError(undefined);
    setHeld(true);
  };
  const end = () => setHeld(false);
  return {
    held,
    error,
    button: {
      onPointerDown(event: PointerEvent<HTMLButtonElement>) {
        event.currentTarget.setPointerCapture(event.pointerId);
        begin();
      },
      onPointerUp: end,
      onPointerCancel: end,
      onBlur: end,
      onKeyDown({ key, repeat }: KeyboardEvent) {
        if (!repeat && (key === ' ' || key === 'Enter')) begin();
      },
      onKeyUp: end,
    },
  };
}
