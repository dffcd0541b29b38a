// `contract --compare-form FILE`: how the forms of signedData that we make differ from those of a recording.

import { contractCases } from '../contracts/suite/cases/index.js';
import { compareForms, describeForms, type OwnForm } from '../contracts/suite/recording/compare-forms.js';
import { formsOf } from '../contracts/suite/recording/forms.js';
import { runContract } from '../contracts/suite/run.js';
import { createSimulator, type SimulatorOptions } from '../simulator/simulator.js';
import { openRecording } from './contract-record.js';
import { UsageError } from './flags.js';
import type { Language } from './language.js';

/** Every form that a simulator can be told to make. */
const settings: Readonly<Record<string, SimulatorOptions>> = {
  der: { form: 'der', verifyAuthForm: 'cms' },
  observed: { form: 'observed', verifyAuthForm: 'cms' },
  cades: { form: 'cades', verifyAuthForm: 'cms' },
  token: { verifyAuthForm: 'token' },
};

async function ownForms(): Promise<readonly OwnForm[]> {
  const cases = contractCases.filter(({ id }) => id.endsWith('.verify.answered'));
  const own: OwnForm[] = [];
  for (const [name, options] of Object.entries(settings)) {
    const forms = formsOf(await runContract(await createSimulator(options), { cases }));
    // A Token as it was is a form of VerifyAuth alone.
    const isMeant = ({ outline }: OwnForm) => (name === 'token') === (outline.encoding === null);
    own.push(...forms.map((form) => ({ ...form, name })).filter(isMeant));
  }
  return own;
}

export interface ComparedForms {
  readonly text: string;
  /** Whether each recorded form is one of ours. */
  readonly isOurs: boolean;
}

/** Compares the forms of a recording's file with ours. Throws a UsageError if it is none, or keeps no form. */
export async function comparedForms(
  path: string,
  asJson: boolean,
  language: Language,
): Promise<ComparedForms> {
  const { forms = [] } = openRecording(path, '--compare-form');
  if (forms.length === 0) {
    throw new UsageError({
      en: `--compare-form: "${path}" has no signedData in it; record cases with somebody who signs (--person)`,
      ko: `--compare-form: 기록에 signedData가 없습니다: "${path}". 사람이 서명하는 실행(--person)을 기록하십시오`,
    });
  }
  const comparisons = compareForms(forms, await ownForms(), asJson ? 'en' : language);
  return {
    text: asJson ? `${JSON.stringify(comparisons, null, 2)}\n` : describeForms(comparisons, language),
    isOurs: comparisons.every(({ ours }) => ours.some(({ differences }) => differences.length === 0)),
  };
}
