# syntax=docker/dockerfile:1
# The service as an image: layers that change least come first, and nothing runs as root.

FROM maven:3.9.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/var/cache/maven \
    ./mvnw -q -B -Dmaven.repo.local=/var/cache/maven -pl personalize-api -am -DskipTests -DskipTestCompile -Dspotless.check.skip package \
 && java -Djarmode=tools -jar personalize-api/target/personalize-exec.jar extract --layers --destination /layers

# The JDK, because not every JRE has the module jdk.incubator.vector, without which this does not start.
FROM eclipse-temurin:17.0.17_10-jdk-noble
RUN apt-get update -q && apt-get install -q -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /var/lib/personalize --create-home personalize
WORKDIR /opt/personalize
RUN chown personalize /opt/personalize
USER personalize
COPY --from=build /layers/dependencies/ ./
COPY --from=build /layers/spring-boot-loader/ ./
COPY --from=build /layers/snapshot-dependencies/ ./
COPY --from=build /layers/application/ ./

# The classes as the JVM has them in memory, learned from a run of the demo with the options of the last line but one.
RUN ["java", "-XX:MaxRAMPercentage=50", "-Xms64m", "-XX:MaxNewSize=128m", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=25", "-XX:G1PeriodicGCInterval=15000", "-XX:+ExplicitGCInvokesConcurrent", "-XX:+ExitOnOutOfMemoryError", "--add-modules=jdk.incubator.vector", "-Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0", "-jar", "/opt/personalize/personalize-exec.jar", "archive", "/opt/personalize/classes"]

# Inside a container the published port decides who gets in.
ENV SERVER_ADDRESS=0.0.0.0 \
    MALLOC_ARENA_MAX=2 \
    PERSONALIZE_DATA_DIR=/var/lib/personalize/data
VOLUME /var/lib/personalize
EXPOSE 8080 9000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["curl", "--fail", "--silent", "http://127.0.0.1:8080/actuator/health"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-Xms64m", "-XX:MaxNewSize=128m", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=25", "-XX:G1PeriodicGCInterval=15000", "-XX:+ExplicitGCInvokesConcurrent", "-XX:+ExitOnOutOfMemoryError", "--add-modules=jdk.incubator.vector", "-Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0", "-XX:SharedArchiveFile=/opt/personalize/classes", "-jar", "/opt/personalize/personalize-exec.jar"]
CMD ["serve"]
