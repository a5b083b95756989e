/** Composition root of the page. The first paint waits for none of the services. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { answerRequests } from './app/answerRequests';
import { installConsole } from './app/console';
import { registerServiceWorker } from './app/serviceWorker';
import { provideServices } from './app/services';
import { watchConnection } from './app/stores/connection';
import { watchPrivacy } from './app/stores/privacy';
import { App } from './ui/App';
import { firstPaint } from './ui/firstPaint';
import { router } from './ui/router/router';
import { workers } from './workers';

const precacheAfterMs = 2500;

watchPrivacy(location.origin);
watchConnection();
installConsole(window);
answerRequests(navigator.serviceWorker);
provideServices(firstPaint.then(() => import('./app/start')).then(({ startApp }) => startApp(workers)));
// The boot frame of index.html stays until the page asked for is there.
void router
  .load()
  .catch(() => {})
  .then(() =>
    createRoot(document.getElementById('root')!).render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
if (import.meta.env.PROD)
  window.addEventListener('load', () => setTimeout(() => void registerServiceWorker(), precacheAfterMs));
