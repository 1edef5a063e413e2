// A browser of a few lines: cookies by host, redirections by hand, forms with their token.
export class Browser {
  cookies = new Map();

  async ask(url, options = {}) {
    const { origin } = new URL(url);
    const jar = this.cookies.get(origin) ?? new Map();
    this.cookies.set(origin, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, { ...options, redirect: "manual", headers: { ...options.headers, cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [pair] = line.split(";");
      const at = pair.indexOf("=");
      const value = pair.slice(at + 1);
      if (value && !/max-age=0/i.test(line)) jar.set(pair.slice(0, at), value);
      else jar.delete(pair.slice(0, at));
    }
    const location = answer.headers.get("location");
    return { status: answer.status, text: await answer.text(), url, to: location && new URL(location, url).href };
  }

  // Follows until a page comes, or until `stop` says that this address is not to be opened.
  async go(url, stop = () => false) {
    let answer = await this.ask(url);
    while (answer.to && !stop(answer.to)) answer = await this.ask(answer.to);
    return answer;
  }

  async post(url, fields, page) {
    const source = page ?? (await this.go(url)).text;
    const token = source.match(/name="_token" value="([^"]*)"/)[1];
    const body = new URLSearchParams({ _token: token, ...fields }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" };
    let answer = await this.ask(url, { method: "POST", body, headers });
    while (answer.to) answer = await this.ask(answer.to);
    return answer;
  }
}
