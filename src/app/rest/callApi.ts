/** A request to the API from this page: the way every page asks, or straight where no service worker is (a first visit). */
export async function callApi(request: Request): Promise<Response> {
  if (navigator.serviceWorker?.controller) return await fetch(request);
  const { pageApi } = await import('./pageApi');
  return await (await pageApi()).answer(request);
}
