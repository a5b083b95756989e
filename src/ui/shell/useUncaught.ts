import { useEffect } from 'react';
import { notifyError } from '#/app/stores/notices';
import { toErrorInfo } from '#/core/protocol/errors';

/** What nothing else caught is still told to the person. Chunks that fail to load are shown by the page itself. */
export function useUncaught(): void {
  useEffect(() => {
    const onRejection = (event: PromiseRejectionEvent) => {
      if (toErrorInfo(event.reason).code !== 'cancelled') notifyError('Something failed', event.reason);
    };
    const onError = (event: ErrorEvent) => {
      // The browser's note that a layout changed twice in one frame; nothing failed.
      if (!event.message.startsWith('ResizeObserver loop'))
        notifyError('Something failed', event.error ?? event.message);
    };
    window.addEventListener('unhandledrejection', onRejection);
    window.addEventListener('error', onError);
    return () => {
      window.removeEventListener('unhandledrejection', onRejection);
      window.removeEventListener('error', onError);
    };
  }, []);
}
