type Json = Record<string, unknown>;

/** Makes or uses a passkey in two JSON steps: the server's challenge, then its answer. */
export class Passkey extends HTMLElement {
  connectedCallback(): void {
    if (!window.PublicKeyCredential) return;
    this.hidden = false;
    this.querySelector("button")?.addEventListener("click", () => void this.run());
  }

  private async run(): Promise<void> {
    const { begin = "", finish = "", then = "/", kind } = this.dataset;
    this.say("");
    try {
      const { publicKey } = (await this.post(begin, {})) as { publicKey: Json };
      const credential =
        kind === "register"
          ? await navigator.credentials.create({ publicKey: creation(publicKey) })
          : await navigator.credentials.get({ publicKey: request(publicKey) });
      if (!(credential instanceof PublicKeyCredential)) throw new Error("no credential");
      const answer = (await this.post(finish, sealed(credential))) as { then?: string } | null;
      location.assign(answer?.then ?? then);
    } catch {
      this.say(this.dataset.failed ?? "");
    }
  }

  private async post(address: string, body: Json): Promise<unknown> {
    const answer = await fetch(address, {
      method: "POST",
      credentials: "same-origin",
      headers: { "content-type": "application/json", "x-engawa-token": this.token() },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.status === 204 ? null : answer.json();
  }

  /** The page's own token: given, or that of any of its forms. */
  private token(): string {
    return this.dataset.token || document.querySelector<HTMLInputElement>('input[name="_token"]')?.value || "";
  }

  private say(words: string): void {
    const line = this.querySelector(".passkey-state");
    if (line) line.textContent = words;
  }
}

function bytes(text: unknown): ArrayBuffer {
  const plain = atob(String(text).replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function ids(list: unknown): PublicKeyCredentialDescriptor[] | undefined {
  if (!Array.isArray(list)) return undefined;
  return list.map((one: Json) => ({ ...one, type: "public-key", id: bytes(one.id) }));
}

function creation(options: Json): PublicKeyCredentialCreationOptions {
  const user = options.user as Json;
  return {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...user, id: bytes(user.id) },
    excludeCredentials: ids(options.excludeCredentials),
  } as unknown as PublicKeyCredentialCreationOptions;
}

function request(options: Json): PublicKeyCredentialRequestOptions {
  return {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: ids(options.allowCredentials),
  } as unknown as PublicKeyCredentialRequestOptions;
}

function sealed(credential: PublicKeyCredential): Json {
  const { response } = credential;
  const inside: Json = { clientDataJSON: text(response.clientDataJSON) };
  if (response instanceof AuthenticatorAttestationResponse) {
    inside.attestationObject = text(response.attestationObject);
    inside.transports = response.getTransports?.() ?? [];
  } else if (response instanceof AuthenticatorAssertionResponse) {
    inside.authenticatorData = text(response.authenticatorData);
    inside.signature = text(response.signature);
    inside.userHandle = response.userHandle ? text(response.userHandle) : null;
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    extensions: credential.getClientExtensionResults(),
    response: inside,
  };
}
