/*
 * One pool thread of the WASM backend, speaking the messages of Emscripten's thread runtime. The package would
 * start it from a blob: URL, which our content security policy forbids; this is a classic script of our own origin.
 */
'use strict';

let runtime = {};
let threadReady = false;
const earlyQueues = [];

runtime.instantiateWasm = (imports, receive) => {
  const instance = new WebAssembly.Instance(runtime.wasmModule, imports);
  receive(instance);
  runtime.wasmModule = null;
  return instance.exports;
};

/** Called by the runtime script once it stands in this thread. */
self.startWorker = (instance) => {
  runtime = instance;
  postMessage({ cmd: 'loaded' });
};

function load({ wasmModule, wasmMemory, handlers, urlOrBlob }) {
  runtime.wasmModule = wasmModule;
  runtime.wasmMemory = wasmMemory;
  runtime.buffer = wasmMemory.buffer;
  runtime.ENVIRONMENT_IS_PTHREAD = true;
  for (const handler of handlers) {
    runtime[handler] = (...args) => postMessage({ cmd: 'callHandler', handler, args });
  }
  importScripts(urlOrBlob);
  self.WasmBackendModuleThreadedSimd(runtime);
}

function run(message) {
  runtime.__emscripten_thread_init(message.pthread_ptr, 0, 0, 1);
  runtime.establishStackSpace();
  runtime.PThread.receiveObjectTransfer(message);
  runtime.PThread.threadInitTLS();
  if (!threadReady) {
    threadReady = true;
    for (const queue of earlyQueues.splice(0)) runtime.executeNotifiedProxyingQueue(queue);
  }
  try {
    runtime.invokeEntryPoint(message.start_routine, message.arg);
  } catch (thrown) {
    if (thrown === 'unwind') return;
    if (!(thrown instanceof runtime.ExitStatus)) throw thrown;
    if (!runtime.keepRuntimeAlive()) runtime.__emscripten_thread_exit(thrown.status);
  }
}

self.onmessage = ({ data }) => {
  try {
    if (data.cmd === 'load') load(data);
    else if (data.cmd === 'run') run(data);
    else if (data.cmd === 'cancel') {
      if (runtime._pthread_self()) runtime.__emscripten_thread_exit(-1);
    } else if (data.cmd === 'processProxyingQueue') {
      if (threadReady) runtime.executeNotifiedProxyingQueue(data.queue);
      else earlyQueues.push(data.queue);
    }
  } catch (thrown) {
    runtime.__emscripten_thread_crashed?.();
    throw thrown;
  }
};
