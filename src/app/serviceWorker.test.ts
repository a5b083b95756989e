import { afterEach, expect, it, vi } from 'vitest';
import { registerServiceWorker } from './serviceWorker';
import { connectionStore } from './stores/connection';

class Worker extends EventTarget {
  state = 'installing';
  become(state: string): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

class Registration extends EventTarget {
  installing: Worker | null = null;
  waiting: Worker | null = null;
  active: Worker | null = null;
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  connectionStore.setState({ applyUpdate: undefined });
});

/** A browser's part as far as the page sees it. */
async function register(registration: Registration) {
  vi.useFakeTimers();
  const container = Object.assign(new EventTarget(), {
    controller: registration.active,
    register: async () => registration,
  });
  vi.stubGlobal('navigator', { serviceWorker: container });
  await registerServiceWorker();
  return container;
}

const offered = () => connectionStore.getState().applyUpdate !== undefined;

it('the first release is no update, even where it has control before its installation is told', async () => {
  const registration = new Registration();
  const container = await register(registration);
  const worker = new Worker();
  registration.installing = worker;
  registration.dispatchEvent(new Event('updatefound'));
  container.controller = worker;
  worker.become('installed');
  expect(offered()).toBe(false);
});

it('a release that arrives beside another is offered', async () => {
  const registration = new Registration();
  registration.active = new Worker();
  await register(registration);
  const worker = new Worker();
  registration.installing = worker;
  registration.dispatchEvent(new Event('updatefound'));
  worker.become('installed');
  expect(offered()).toBe(true);
});
