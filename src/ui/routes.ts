/** Every page, one line each. The path, the title, its own chunk, and the search it understands. */
import { page } from './router/page';
import { texts } from './router/search';

export const routes = [
  page('/', 'Data', () => import('./pages/home/HomePage'), texts('kind', 'task')),
  page('/data/$datasetId', 'Dataset', () => import('./pages/dataset/DatasetPage'), texts('tab', 'target')),
  page('/map', 'Map dimensions', () => import('./pages/map/MapPage')),
  page('/import', 'Import', () => import('./pages/import/ImportPage'), texts('version')),
  page('/from', 'From an address', () => import('./pages/from/FromPage'), texts('job')),
  page('/webcam', 'Webcam', () => import('./pages/webcam/WebcamPage')),
  page('/models', 'Models', () => import('./pages/models/ModelsPage')),
  page(
    '/models/$modelId',
    'Model',
    () => import('./pages/model/ModelPage'),
    texts('tab', 'export', 'a', 'b', 'version', 'method', 'sample', 'explanation', 'drift'),
  ),
  page(
    '/train',
    'Train',
    () => import('./pages/train/TrainPage'),
    texts('dataset', 'target', 'task', 'family', 'model', 'from'),
  ),
  page(
    '/search',
    'Search settings',
    () => import('./pages/search/SearchPage'),
    texts('dataset', 'target', 'task', 'family'),
  ),
  page('/combine', 'Combine models', () => import('./pages/combine/CombinePage'), texts('group')),
  page(
    '/best',
    'Find the best model',
    () => import('./pages/automl/AutomlPage'),
    texts('dataset', 'target', 'task'),
  ),
  page('/families', 'Model families', () => import('./pages/families/FamiliesPage'), texts('kind')),
  page('/families/$type', 'Model family', () => import('./pages/families/FamilyPage')),
  page(
    '/runs',
    'Runs',
    () => import('./pages/runs/RunsPage'),
    texts('dataset', 'model', 'experiment', 'q', 'columns', 'group', 'base', 'sort', 'charts'),
  ),
  page('/runs/$runId', 'Run', () => import('./pages/run/RunPage'), texts('tab')),
  page('/share', 'A shared training', () => import('./pages/share/SharePage'), texts('of')),
  page('/compare', 'Compare', () => import('./pages/compare/ComparePage'), texts('runs')),
  page('/predict', 'Predict', () => import('./pages/predict/PredictPage'), texts('model', 'version', 'tab')),
  page('/monitor', 'Monitor', () => import('./pages/monitor/MonitorPage'), texts('job')),
  page('/bench', 'Measure this device', () => import('./pages/bench/BenchPage')),
  page('/api', 'API', () => import('./pages/api/ApiPage'), texts('q', 'op')),
  page('/settings', 'Settings', () => import('./pages/settings/SettingsPage')),
] as const;
