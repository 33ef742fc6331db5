/** The language service, off the page's thread; it never runs the learner's code. */
import type { LanguageMessage, LanguageReply, LanguageRequest } from "../language/protocol.ts";
import { LanguageService } from "../language/service.ts";

const service = new LanguageService();

function answer(request: LanguageRequest): unknown {
  switch (request.want) {
    case "open":
      service.open(request.files);
      return true;
    case "problems":
      return service.problems(request.file, request.text);
    case "said":
      return service.said(request.file, request.text);
    case "completions":
      return service.completions(request.file, request.text, request.at);
    case "hover":
      return service.hover(request.file, request.text, request.at);
    case "box":
      return service.box(request.file, request.text, request.at);
    case "inside":
      return service.inside(request.path, request.name);
    case "details":
      return service.details(request.file, request.at, request.name);
  }
}

addEventListener("message", async ({ data }: MessageEvent<LanguageMessage>) => {
  try {
    postMessage({ id: data.id, answer: await answer(data.request) } satisfies LanguageReply);
  } catch (error) {
    // Out of the promise, so that the page hears of it and starts another worker.
    setTimeout(() => {
      throw error;
    });
  }
});
