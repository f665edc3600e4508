package dev.weir.it;

import dev.weir.analysis.finding.Fault;
import dev.weir.conformance.Diagnosed;
import dev.weir.conformance.Diagnosed.View;
import dev.weir.io.RequiresTun;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers, well and exhausted. */
@RequiresTun
class DoctorDatabaseTest {
    @TempDir
    private Path folder;

    @Test
    @RequiresTools({"postgres", "initdb", "runuser"})
    @Diagnosed(fault = "DATABASE_POOL_TIMEOUT", by = View.LIVE, how = "PostgreSQL with all of max_connections held")
    void postgresql() throws Throwable {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        String data = folder.resolve("data").toString();
        Command.run("runuser", "-u", "postgres", "--", "initdb", "-D", data, "--auth=trust", "--no-sync", "-E", "UTF8");
        Network.run(() -> {
            try (var server = Child.start("runuser", "-u", "postgres", "--", "postgres", "-D", data, "-p", "7000",
                    "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=5",
                    "-c", "superuser_reserved_connections=0", "-c", "max_wal_senders=0", "-c", "fsync=off")) {
                server.line("ready to accept connections");
                Diagnosis.here("postgres://postgres@127.0.0.1:7000/postgres").isHealthy();
                Diagnosis.here("postgres://127.0.0.1:7000").isHealthy();
                var held = new Socket[5];
                for (int i = 0; i < held.length; i++) held[i] = session();
                Diagnosis.here("postgres://127.0.0.1:7000").is(Fault.DATABASE_POOL_TIMEOUT).says("53300");
                for (var socket : held) socket.close();
            }
        });
    }

    /** A session of the database that stays open: it has answered to the message that begins one. */
    private static Socket session() throws Exception {
        var socket = new Socket("127.0.0.1", 7000);
        byte[] words = "user\0postgres\0database\0postgres\0\0".getBytes(StandardCharsets.US_ASCII);
        socket.getOutputStream().write(ByteBuffer.allocate(8 + words.length).putInt(8
                + words.length).putInt(0x30000).put(words).array());
        socket.getInputStream().read();
        return socket;
    }

    @Test
    @RequiresTools("redis-server")
    @Diagnosed(fault = "DATABASE_POOL_TIMEOUT", by = View.LIVE, how = "Redis with all of maxclients held")
    void redis() throws Throwable {
        Network.run(() -> {
            try (var server = Child.start("sh", "-c", "exec redis-server --port 7000 --save '' --maxclients 3 --dir \"$1\" >&2", "sh",
                    folder.toString())) {
                server.line("eady to accept connections");
                Diagnosis.here("redis://127.0.0.1:7000").isHealthy().says("PONG");
                try (var a = new Socket("127.0.0.1", 7000); var b = new Socket("127.0.0.1",
                        7000); var c = new Socket("127.0.0.1", 7000)) {
                    for (var held : new Socket[] {a, b, c}) {
                        held.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
                        held.getInputStream().read();
                    }
                    Diagnosis.here("redis://127.0.0.1:7000").is(Fault.DATABASE_POOL_TIMEOUT)
                            .says("max number of clients");
                }
            }
        });
    }

    @Test
    @RequiresTools("nginx")
    @Diagnosed(fault = "HTTP_GATEWAY_ERROR", by = View.LIVE, how =
            "nginx before a closed port, and before a silent server")
    void nginxAsAServerAndAsAGateway() throws Throwable {
        var config = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off; master_process off; pid FOLDER/pid; error_log stderr notice;
                events {}
                http {
                  access_log off; client_body_temp_path FOLDER/b; proxy_temp_path FOLDER/p; fastcgi_temp_path FOLDER/f;
                  uwsgi_temp_path FOLDER/u; scgi_temp_path FOLDER/s; proxy_read_timeout 1s;
                  server {
                    listen 127.0.0.1:7000;
                    location / { return 200 "ok"; }
                    location /502 { proxy_pass http://127.0.0.1:7009; }
                    location /504 { proxy_pass http://127.0.0.1:7001; }
                  }
                }
                """.replace("FOLDER", folder.toString()));
        Network.run(() -> {
            try (var silent = Servant.on(7001, Servant.silent()); var server = Child.start("nginx", "-c",
                    config.toString())) {
                server.line("epoll");
                Diagnosis.here("http://127.0.0.1:7000/").isHealthy();
                Diagnosis.here("http://127.0.0.1:7000/502").is(Fault.HTTP_GATEWAY_ERROR).says("nginx").says("502");
                Diagnosis.here("http://127.0.0.1:7000/504").is(Fault.HTTP_GATEWAY_ERROR).says("504");
            }
        });
    }
}
