/** The CPU's registers as the ROM's code uses them: unsigned, and by number. */
import type { Cpu } from '../cpu/cpu.ts';

export const reg = (cpu: Cpu, number: number): number => (cpu.a[number] ?? 0) >>> 0;

export const setReg = (cpu: Cpu, number: number, value: number): void => {
  cpu.a[number] = value;
};
