/** Step "Running" as tests use it: builds on the disk, a virtual board that has build 1, updates. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { exampleFiles, type UpdateMap } from '../board/net/firmware.ts';
import { card, choose } from './support.ts';

/** A virtual board goes slower than the clock where many tests run at once. */
export const SLOW = { timeout: 120_000 };
const SHOTS = process.env.TWINSLOT_SHOTS;

export const step = (page: Page): Locator => page.locator('ts-running-step');
export const headline = (page: Page): Locator => step(page).locator('.headline strong');
export const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

/** ELF files of a build on the disk, under their usual names. */
export function build(folder: string, number: number, map: UpdateMap = '1MB'): string[] {
  const into = join(folder, `build${number}`);
  mkdirSync(into, { recursive: true });
  return Object.entries(exampleFiles(map, number)).map(([name, bytes]) => {
    const path = join(into, name);
    writeFileSync(path, bytes);
    return path;
  });
}

/** Drops a build, and waits until its images are offered. */
export async function bring(page: Page, folder: string, number: number): Promise<void> {
  await choose(page, ...build(folder, number));
  await step(page).getByText(`build ${number}`).first().waitFor(SLOW);
}

/** A picture of the step, where somebody wants to look at it. */
export async function shot(page: Page, name: string): Promise<void> {
  if (SHOTS) await step(page).screenshot({ path: join(SHOTS, `${name}.png`) });
}

/** A virtual board with build 1 in both slots, written through its serial port, and heard. */
export async function boardWithBuild1(page: Page, folder: string): Promise<void> {
  await choose(page, ...build(folder, 1));
  await card(page, 'example-user2.elf').waitFor();
  await button(page, 'Try with a virtual board').click();
  await button(page, 'Write to the board').click(SLOW);
  await page.getByText('Written and verified').first().waitFor(SLOW);
  await shot(page, 'written');
  await button(page, 'Start its program and listen').click();
  await headline(page).getByText('user1 is running').waitFor(SLOW);
}

export async function update(page: Page, slot: string, number: number): Promise<void> {
  await button(page, 'Update over the air').click(SLOW);
  await proven(page, slot, number);
}

/** The report of an update that came to its proof, and the headline that follows it. */
export async function proven(page: Page, slot: string, number: number): Promise<void> {
  await step(page).locator('.verdict').getByText(`${slot} is running, build ${number}`).waitFor(SLOW);
  await headline(page).getByText(`${slot} is running`).waitFor(SLOW);
}
