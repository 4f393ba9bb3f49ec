import { keepShared, SHARE_ACTION, SHARE_FIELD, SHARE_QUERY } from '../platform/shared-files.ts';

/** Whether another app shares files with Twinslot (`share_target` in the manifest of vite.config.ts). */
export const isShare = ({ method, url }: Pick<Request, 'method' | 'url'>, scope: string): boolean => {
  const { origin, pathname } = new URL(url);
  return method === 'POST' && origin + pathname === new URL(SHARE_ACTION, scope).href;
};

/** Keeps the files for the page, and sends the browser there. The page says it when none arrived. */
export async function answerShare(request: Request): Promise<Response> {
  const key = await filesOf(request).then(keepShared, () => '');
  // 303: the page is fetched by GET, and a reload of it does not share again.
  return Response.redirect(new URL(`./?${SHARE_QUERY}=${key}`, request.url).href, 303);
}

/** A form field that nobody filled in comes as a file without a name. */
const filesOf = async (request: Request): Promise<readonly File[]> =>
  (await request.formData())
    .getAll(SHARE_FIELD)
    .filter((value): value is File => value instanceof File && value.name !== '');
