import { otherSlot, type Slot } from '../esp8266/flash-map.ts';
import { type Finding, finding } from '../findings.ts';
import { fileNameHint, type SlotVerdict } from '../image/slot-evidence.ts';
import type { FileRole } from './workspace.ts';

/** A file that could go to a slot, or to the flash without slots. */
export interface Candidate {
  readonly name: string;
  readonly verdict: SlotVerdict;
  readonly role?: FileRole;
  /** One ELF of a 1024+1024 map makes both images; a ready image is for one slot only. */
  readonly canBeBoth: boolean;
}

/** Which candidate (by its number) goes where. */
export interface Assignment {
  readonly slots: Readonly<Partial<Record<Slot, number>>>;
  readonly plain?: number;
  readonly findings: readonly Finding[];
}

const nothing = (...findings: Finding[]): Assignment => ({ slots: {}, findings });

/** Deals the candidates to the slots; what cannot be decided safely is a finding and stays out. */
export function assignSlots(candidates: readonly Candidate[]): Assignment {
  const usable = candidates.map((c, index) => ({ ...c, index, slots: allowed(c) }));
  const plain = usable.filter(c => c.verdict.kind === 'plain');
  const ota = usable.filter(c => c.slots.length > 0);
  const [onePlain, oneOta] = [plain[0], ota[0]];
  if (onePlain && oneOta)
    return nothing(finding('plain-and-ota', { plain: onePlain.name, ota: oneOta.name }));
  if (plain.length > 1 || ota.length > 2)
    return nothing(finding('too-many-apps', { count: plain.length + ota.length }));
  if (onePlain) return { slots: {}, plain: onePlain.index, findings: [] };
  if (ota.length === 1 && oneOta) return assignOne(oneOta);
  const [first, second] = ota;
  return first && second ? assignTwo(first, second) : nothing();
}

type Dealt = Candidate & { readonly index: number; readonly slots: readonly Slot[] };

/** Slots by evidence, narrowed by what somebody chose; a choice against the evidence leaves the evidence. */
function allowed({ verdict, role }: Candidate): readonly Slot[] {
  if (verdict.kind !== 'slots') return [];
  const chosen = verdict.slots.filter(slot => slot === role);
  return chosen.length > 0 ? chosen : verdict.slots;
}

function assignOne(app: Dealt): Assignment {
  const [only, other] = app.slots;
  if (!only) return nothing();
  if (other && app.canBeBoth) {
    return {
      slots: { user1: app.index, user2: app.index },
      findings: [finding('both-from-one', {}, { file: app.name })],
    };
  }
  if (other) return nothing(finding('image-slot-unknown', {}, { file: app.name }));
  const missing = finding('twin-missing', { present: only, missing: otherSlot(only) });
  return { slots: { [only]: app.index }, findings: [missing] };
}

function assignTwo(first: Dealt, second: Dealt): Assignment {
  const fits = (a: Slot): boolean => first.slots.includes(a) && second.slots.includes(otherSlot(a));
  const deal = (a: Slot, ...findings: Finding[]): Assignment => ({
    slots: { [a]: first.index, [otherSlot(a)]: second.index },
    findings,
  });
  const straight = fits('user1');
  const crossed = fits('user2');
  if (straight && !crossed) return deal('user1');
  if (crossed && !straight) return deal('user2');
  const slot = first.slots[0] ?? 'user1';
  if (!straight) return nothing(finding('same-slot', { slot, first: first.name, second: second.name }));
  const hinted = hint(first.name) ?? opposite(hint(second.name));
  if (hinted) return deal(hinted);
  return deal('user1', finding('slot-by-order', { first: first.name, second: second.name }));
}

function hint(name: string): Slot | undefined {
  const allows = fileNameHint(name)?.allows;
  return typeof allows === 'object' ? allows[0] : undefined;
}

const opposite = (slot: Slot | undefined): Slot | undefined => slot && otherSlot(slot);
