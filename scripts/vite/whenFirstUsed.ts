/**
 * What a first visit does not store: libraries of single formats and of the check of exports, by package, and pages that
 * few need, with the words for them. They are kept once they were used, or all at once from the settings. What starts a page or a worker is stored
 * whatever it is made of.
 */
import type { Plugin } from 'vite';

const packages: Record<string, string> = {
  'onnxruntime-web': 'The check of exported files (ONNX Runtime)',
  h5wasm: 'HDF5 and NetCDF-4 files',
  zarrita: 'Zarr folders',
  numcodecs: 'Zarr folders',
  geotiff: 'TIFF images',
  lerc: 'TIFF images',
  zstddec: 'TIFF images',
  '@zip.js/zip.js': 'Zip archives',
  hyparquet: 'Parquet files',
  'hyparquet-compressors': 'Parquet files',
  'hyparquet-writer': 'Parquet files',
  '@uwdata/flechette': 'Arrow and Feather files',
  fzstd: 'Arrow and Feather files',
  '@cornerstonejs/codec-charls': 'JPEG-LS in DICOM files',
  '@cornerstonejs/codec-openjpeg': 'JPEG 2000 in DICOM files',
  aws4fetch: 'Keys of S3',
  yaml: 'Folders of MLflow runs',
  mediabunny: 'MP3, FLAC, Ogg and M4A sound',
};

const driftPages = 'Comparing rows with those a model learnt from';
const sharing = 'Sharing with a server';
const leavingParts = 'Models as pages and servers of their own';
const groupPages = 'Pages of groups and of odd rows';

/** Single files: pages that few open at first. Every browser that trains on WebGPU has SIMD; one that has none keeps this once it was used. */
const files: readonly (readonly [end: string, title: string])[] = [
  ['/tfjs-backend-wasm.wasm', 'Training on processors without SIMD'],
  ['/src/ui/pages/train/graph/GraphEditor.tsx', 'Drawing networks'],
  ['/src/ui/pages/model/explain/ExplainTab.tsx', 'Explaining answers'],
  ['/src/engine/explain/explainVersion.ts', 'Explaining answers'],
  ['/src/ui/components/explain/WhatIf.tsx', 'Explaining answers'],
  ['/src/core/explain/lime/limeOf.ts', 'Explaining answers'],
  ['/src/core/explain/imitate/imitationOf.ts', 'Explaining answers'],
  ['/src/core/explain/near/nearTo.ts', 'Explaining answers'],
  ['/src/core/explain/counterfactual/search.ts', 'Explaining answers'],
  ['/src/core/explain/effects/accumulate.ts', 'Explaining answers'],
  ['/src/core/explain/effects/answersTo.ts', 'Explaining answers'],
  ['/src/core/explain/effects/interaction.ts', 'Explaining answers'],
  ['/src/core/explain/together/togetherNotes.ts', 'Explaining answers'],
  ['/src/core/explain/shapley/mixer.ts', 'Explaining answers'],
  ['/src/core/explain/counterfactual/wanted.ts', 'Explaining answers'],
  ['/src/core/explain/counterfactual/distance.ts', 'Explaining answers'],
  ['/src/ui/pages/model/drift/DriftTab.tsx', driftPages],
  // Nothing comes from elsewhere without a network.
  ['/src/data/sources.worker.ts', 'Data from other places'],
  ['/src/engine/importModel/importModel.ts', 'Models from other files'],
  ['/src/engine/drift/driftVersion.ts', driftPages],
  ['/src/engine/drift/keptReference.ts', driftPages],
  ['/src/ui/pages/webcam/WebcamPage.tsx', 'Pictures from the camera'],
  ['/src/ui/pages/combine/CombinePage.tsx', 'Combining models'],
  ['/src/ui/pages/model/transfer/TransferTab.tsx', 'Teaching a model something new'],
  ['/src/app/modelCardOf.ts', 'Cards of models'],
  ['/src/app/sync/syncLoop.ts', sharing],
  ['/src/app/sync/signIn.ts', sharing],
  ['/src/app/sync/connection.ts', sharing],
  ['/src/storage/sync/syncStore.ts', sharing],
  ['/src/storage/sync/editRecords.ts', sharing],
  ['/src/engine/appPage/page.worker.ts', leavingParts],
  ['/src/engine/appPage/appParts.ts', leavingParts],
  ['/src/app/leaving/packages.ts', leavingParts],
  ['/src/app/leaving/codeOf.ts', leavingParts],
  ['/src/core/leaving/server/serverFiles.ts', leavingParts],
  ['/src/ui/tasks/evaluation/GroupEvaluation.tsx', groupPages],
  ['/src/ui/tasks/evaluation/OddEvaluation.tsx', groupPages],
  ['/src/ui/tasks/evaluation/useToldColumns.ts', groupPages],
  ['/src/core/report/groupsSection.ts', groupPages],
  ['/src/core/report/oddSection.ts', groupPages],
];

const packageOf = (path: string): string | undefined =>
  path.match(/.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1];

const titleOf = (path: string): string | undefined =>
  packages[packageOf(path) ?? ''] ?? files.find(([end]) => path.endsWith(end))?.[1];

/** By file of the build: what it is for. */
export type PartTitles = Map<string, string>;

/** Files of programs that are only used at times as a whole, and those of all others: the same file may be in both. */
const ofWhole = new Set<string>();
const ofOthers = new Set<string>();

/** Collects them, from the build of the page and from those of the workers. */
export function whenFirstUsed(titles: PartTitles): Plugin {
  return {
    name: 'tetrad:when-first-used',
    apply: 'build',
    generateBundle(_, bundle) {
      const atStart = new Set<string>();
      const start = (fileName: string): void => {
        const chunk = bundle[fileName];
        if (chunk?.type !== 'chunk' || atStart.has(fileName)) return;
        atStart.add(fileName);
        chunk.imports.forEach(start);
      };
      const entries = Object.values(bundle).filter((file) => file.type === 'chunk' && file.isEntry);
      const titled = entries.map((file) => file.type === 'chunk' && titleOf(`/${file.facadeModuleId}`));
      for (const [i, file] of entries.entries()) if (!titled[i]) start(file.fileName);
      // Of a program that is itself only used at times, whatever it is made of.
      const [first] = titled;
      const ofAll = first && titled.every(Boolean) ? first : undefined;
      for (const file of Object.values(bundle)) {
        const { fileName } = file;
        if (ofAll && ofOthers.has(fileName)) continue;
        if (ofAll) ofWhole.add(fileName);
        // The files of a worker come back as assets of what starts it.
        else if (file.type === 'chunk') {
          ofOthers.add(fileName);
          if (ofWhole.delete(fileName)) titles.delete(fileName);
        }
        const paths = file.type === 'chunk' ? file.moduleIds : file.originalFileNames;
        const title = ofAll ?? paths.map((path) => titleOf(`/${path}`)).find(Boolean);
        if (title && !atStart.has(fileName)) titles.set(fileName, title);
      }
      if (ofAll) return;
      // Parts of our own that a stored file cannot do without are stored, whatever else lies in their file.
      const seen = new Set<string>();
      const store = (fileName: string): void => {
        const chunk = bundle[fileName];
        if (chunk?.type !== 'chunk' || seen.has(fileName)) return;
        if (chunk.moduleIds.some((path) => packageOf(path) && titleOf(path))) return;
        seen.add(fileName);
        titles.delete(fileName);
        chunk.imports.forEach(store);
      };
      for (const { type, fileName } of Object.values(bundle))
        if (type === 'chunk' && !titles.has(fileName)) store(fileName);
    },
  };
}
