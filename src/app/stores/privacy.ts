/** Counts requests that left this origin. The promise is zero; this store is how a user can check. */
import { createStore } from 'zustand/vanilla';

export interface OutboundRequest {
  url: string;
  at: number;
  /** Stopped by the page's Content-Security-Policy, so nothing was sent. */
  blocked: boolean;
}

export interface PrivacyState {
  /** Requests that went to another origin. */
  outbound: number;
  /** Of these, to hosts that a person allowed. */
  fetched: number;
  /** Requests the policy stopped. */
  blocked: number;
  /** The last few, newest first. */
  recent: OutboundRequest[];
  /** False where the browser has no PerformanceObserver for resources: then the count says nothing. */
  watching: boolean;
}

const maxRecent = 20;

export const privacyStore = createStore<PrivacyState>(() => ({
  outbound: 0,
  fetched: 0,
  blocked: 0,
  recent: [],
  watching: false,
}));

/** Whether a fetched URL leaves the page's origin (blob:, data: and about: never do). */
export function leavesOrigin(url: string, origin: string): boolean {
  let parsed: URL;
  try {
    parsed = new URL(url, origin);
  } catch {
    return false;
  }
  if (!/^(https?|wss?|ftp):$/.test(parsed.protocol)) return false;
  return parsed.origin.replace(/^ws/, 'http') !== origin;
}

export function countRequest(url: string, origin: string, blocked: boolean, at: number): void {
  if (!leavesOrigin(url, origin)) return;
  privacyStore.setState((state) => ({
    outbound: state.outbound + (blocked ? 0 : 1),
    blocked: state.blocked + (blocked ? 1 : 0),
    recent: [{ url, at, blocked }, ...state.recent].slice(0, maxRecent),
  }));
}

/** What the fetching worker asked of a host that a person allowed: the page's own record does not see it. */
export const countFetched = (requests: number): void =>
  privacyStore.setState(({ outbound, fetched }) => ({
    outbound: outbound + requests,
    fetched: fetched + requests,
  }));

/** Starts watching this page; returns how to stop. */
export function watchPrivacy(origin: string): () => void {
  const onViolation = (event: SecurityPolicyViolationEvent) =>
    countRequest(event.blockedURI, origin, true, Date.now());
  document.addEventListener('securitypolicyviolation', onViolation);
  let observer: PerformanceObserver | undefined;
  if (PerformanceObserver.supportedEntryTypes.includes('resource')) {
    observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        countRequest(entry.name, origin, false, performance.timeOrigin + entry.startTime);
    });
    observer.observe({ type: 'resource', buffered: true });
    privacyStore.setState({ watching: true });
  }
  return () => {
    document.removeEventListener('securitypolicyviolation', onViolation);
    observer?.disconnect();
  };
}
