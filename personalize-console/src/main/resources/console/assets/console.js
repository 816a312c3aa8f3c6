// What pages do beyond HTML. Everything works without.
"use strict";

(() => {
  const language = document.documentElement.lang;
  const clock = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium" });
  const zone = new Intl.DateTimeFormat(language, { timeZoneName: "short" });
  const zoneName = (instant) =>
    zone.formatToParts(instant).find((part) => part.type === "timeZoneName").value;

  // Times in the reader's zone, which is named. An age keeps its words and has the time beside.
  const tellTimes = (root) => {
    for (const time of root.querySelectorAll("time[datetime]")) {
      const instant = new Date(time.dateTime);
      const text = `${clock.format(instant)} ${zoneName(instant)}`;
      if (time.title) {
        time.title = text;
      } else {
        time.textContent = text;
      }
    }
  };

  // Buttons that only a script can serve are hidden until there is one.
  const wake = (root) => {
    tellTimes(root);
    for (const button of root.querySelectorAll("button.copy")) {
      button.hidden = false;
    }
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button.copy");
    if (button) {
      await navigator.clipboard.writeText(button.parentElement.querySelector("code").textContent);
      button.textContent = button.dataset.copied;
    }
  });

  // Parts that are asked for again and again rest while nobody looks, and say when they are not up to date.
  const failed = new Map();
  const isPoll = (event) => /^every /.test(event.detail.elt.getAttribute("hx-trigger") || "");
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isPoll(event) && document.hidden) {
      event.preventDefault();
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const part = event.detail.elt;
    const times = event.detail.successful ? 0 : (failed.get(part.id) || 0) + 1;
    failed.set(part.id, times);
    if (isPoll(event) && times === 3) {
      const note = document.createElement("p");
      note.className = "summary warn";
      note.setAttribute("role", "status");
      note.textContent = document.body.dataset.stale.replace("{0}", clock.format(new Date()));
      part.prepend(note);
    }
  });
  document.addEventListener("htmx:afterSettle", (event) => wake(event.detail.elt.parentElement || document));

  // A file is sent with a bar that says how far it is; a form without a file as it is.
  const send = (form, request) => {
    const bytes = form.querySelector(".bytes");
    const bar = bytes.querySelector("progress");
    const text = bytes.querySelector("span");
    bytes.hidden = false;
    form.querySelector("button").disabled = true;
    request.upload.addEventListener("progress", (event) => {
      const percent = Math.floor((100 * event.loaded) / event.total);
      bar.value = percent;
      text.textContent = bytes.dataset.sent.replace("{0}", percent);
    });
    request.upload.addEventListener("load", () => {
      bar.removeAttribute("value");
      text.textContent = bytes.dataset.looked;
    });
    request.addEventListener("load", () => {
      if (request.status < 400) {
        window.location.assign(request.responseURL);
      } else {
        const page = new DOMParser().parseFromString(request.responseText, "text/html");
        document.getElementById("main").replaceWith(page.getElementById("main"));
        wake(document);
        (document.getElementById("errors") || document.getElementById("main")).focus();
      }
    });
    request.addEventListener("error", () => {
      bytes.hidden = true;
      form.querySelector("button").disabled = false;
      form.submit();
    });
    request.open("POST", form.action);
    request.send(new FormData(form));
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.classList.contains("upload") && form.querySelector("input[type=file]").files.length) {
      event.preventDefault();
      send(form, new XMLHttpRequest());
    }
  });
  // Whoever has asked for something that takes a while sees that it is being done; coming back, the page is as it was.
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && event.submitter) {
      event.submitter.setAttribute("aria-busy", "true");
    }
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("button[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches(".upload input[type=file]")) {
      event.target.form.querySelector("button").focus();
    }
  });

  const errors = document.getElementById("errors");
  if (errors) {
    errors.focus();
  }
  wake(document);
})();
