/** What lies packed in the page itself: base64 of gzip in elements that are no scripts. */
export async function unpacked(id: string): Promise<ArrayBuffer> {
  const element = document.getElementById(id);
  const text = atob(element?.textContent?.trim() ?? '');
  // Megabytes of text that nobody reads again.
  element?.remove();
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return await new Response(stream).arrayBuffer();
}

export const givenJson = (id: string): unknown =>
  JSON.parse(document.getElementById(id)?.textContent ?? 'null');
