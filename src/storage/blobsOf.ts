/** Which blobs a record names is known by its kind and its body: loaded when asked, since the first screen needs neither. */
export async function loadBlobsOf() {
  const [{ blobsOfVersion }, { blobsOfBody }] = await Promise.all([
    import('#/core/kinds/registry'),
    import('#/core/bodies/registry'),
  ]);
  return { blobsOfVersion, blobsOfBody };
}
