/** Runs a scenario on the model. */
import { type ExpectedBoot, LoaderModel } from './model.ts';
import { flashOf, type Scenario, type Step } from './scenarios.ts';

export const stepsOf = (scenario: Scenario): readonly Step[] => scenario.steps ?? [{ do: 'power-on' }];

/** All boots of the scenario, and the flash afterwards. */
export function expected(scenario: Scenario): { boots: ExpectedBoot[]; flash: Uint8Array } {
  const model = new LoaderModel(flashOf(scenario));
  const boots = stepsOf(scenario).flatMap(step => expectedOf(model, step));
  return { boots, flash: model.flash };
}

/** What one step leads to. */
export function expectedOf(model: LoaderModel, step: Step): ExpectedBoot[] {
  switch (step.do) {
    case 'power-on':
      model.powerOff();
      return model.boot(1);
    case 'reset':
      return model.boot(step.cause, step.restart !== true);
    case 'confirm':
      model.confirm();
      return [];
    case 'clear-mark':
    case 'spoil-mark':
      model.clearMark();
      return [];
    case 'write':
      model.flash.set(step.bytes, step.at);
      return [];
  }
}
