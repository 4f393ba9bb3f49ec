/** Machine code as text, in the notation of the GNU assembler; for traces and messages. */
import { type Decoded, decode, lengthOf, operandValue } from './decode.ts';
import type { OperandKind } from './isa.ts';
import { SPECIAL_REGISTERS, SR } from './registers.ts';

export interface Disassembled {
  /** `addi a2, a3, -1`, or `.byte 0x0e, 0xff` for what is no instruction. */
  readonly text: string;
  readonly length: number;
}

/** The instruction that these bytes begin with. `pc`: its address, from which labels count. */
export function disassemble(bytes: Uint8Array, pc: number): Disassembled {
  const [first = 0, second = 0, third = 0] = bytes;
  const length = lengthOf(first);
  const decoded =
    bytes.length < length ? undefined : decode(first | (second << 8) | (length === 3 ? third << 16 : 0));
  const text = decoded && instructionText(decoded, pc);
  return { text: text ?? bytesText(bytes.subarray(0, length)), length };
}

function instructionText({ instruction, fields }: Decoded, pc: number): string | undefined {
  const { name, operands } = instruction;
  if (operands[0] === 'special') return specialText(name, fields.i, fields.t);
  const texts = operands.map(kind => operandText(kind, operandValue(kind, fields, pc)));
  return texts.length === 0 ? name : `${name} ${texts.join(', ')}`;
}

/** `rsr.sar a2`; undefined when the register does not exist or cannot be used so. */
function specialText(name: string, register: number, at: number): string | undefined {
  const known = SPECIAL_REGISTERS.get(register);
  if (known === undefined || !known.access.includes(name.charAt(0))) return undefined;
  const written = register === SR.interrupt && name === 'wsr' ? 'intset' : known.name;
  return `${name}.${written} a${at}`;
}

function operandText(kind: OperandKind, value: number): string {
  if (kind === 'ar' || kind === 'as' || kind === 'at') return `a${value}`;
  const isAddress = kind.startsWith('label') || kind === 'call18' || kind === 'literal16';
  return isAddress || Math.abs(value) >= 256 ? hex(value) : String(value);
}

const hex = (value: number): string => `${value < 0 ? '-' : ''}0x${Math.abs(value).toString(16)}`;

const bytesText = (bytes: Uint8Array): string =>
  `.byte ${[...bytes].map(byte => `0x${byte.toString(16).padStart(2, '0')}`).join(', ')}`;
