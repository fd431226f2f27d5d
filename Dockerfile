# What runs and nothing else: built page and service, production dependencies, an unprivileged user.
# docs/guides/operate-it.md «Deploy» says how to run it.
FROM node:22-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:22-bookworm-slim
ENV NODE_ENV=production \
    MALLOC_ARENA_MAX=2 \
    HEARTHGRID_DATA=/data \
    HEARTHGRID_HOST=0.0.0.0
WORKDIR /app
COPY --from=build /src/package.json /src/LICENSE /src/NOTICE ./
COPY --from=build /src/node_modules node_modules
COPY --from=build /src/dist dist
COPY --from=build /src/api/cli/hearthgrid.mjs api/cli/hearthgrid.mjs
RUN install -d -o node -g node -m 700 /data
USER node
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=15s --timeout=5s --start-period=90s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HEARTHGRID_PORT ?? 4000}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Flags that keep the process under 512 MB: docs/guides/operate-it.md «Memory».
ENTRYPOINT ["node", "--max-semi-space-size=4", "--wasm-num-compilation-tasks=1", "api/cli/hearthgrid.mjs"]
CMD ["start"]
