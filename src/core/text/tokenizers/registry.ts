import { Registry } from '../../registry/registry';
import type { TokenizerDef } from '../tokenizerDef';
import * as listed from './index';

export const tokenizers = new Registry<TokenizerDef>('tokeniser', Object.values(listed));
