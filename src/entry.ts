import { wishedLanguage } from './app/language.ts';
import { LANGUAGES, type Language, speak } from './words/language.ts';

/** What the browser runs first: decides the language, then loads the page, whose words are in it from the start. */

const language = await learn(wishedLanguage());
document.documentElement.lang = language;
document.documentElement.dir = LANGUAGES[language].direction;
await import('./main.ts');

/** Without a network, an old copy of the page may lack a language; then it speaks English. */
async function learn(wished: Language): Promise<Language> {
  if (wished === 'en') return wished;
  try {
    const { GERMAN } = await import('./words/de/all.ts');
    speak(wished, GERMAN);
    return wished;
  } catch {
    return 'en';
  }
}
