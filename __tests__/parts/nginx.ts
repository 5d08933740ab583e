import type { Part } from './real-part.ts';
import { startPart } from './real-part.ts';

/** A gateway in front of `origin` that takes a whole body before it hands it on. */
export function startNginx(origin: string, { maxBody = '100m' } = {}): Promise<Part> {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return startPart(
    'nginx',
    (port, folder) => `
      daemon off;
      master_process off;
      ${process.getuid?.() === 0 ? 'user root;' : ''}
      pid ${folder}/nginx.pid;
      error_log ${folder}/error.log;
      events {}
      http {
        access_log ${folder}/access.log;
        ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n        ')}
        client_max_body_size ${maxBody};
        server {
          listen 127.0.0.1:${port};
          location / {
            proxy_pass ${origin};
            proxy_http_version 1.1;
            proxy_request_buffering on;
            proxy_set_header Host $http_host;
            proxy_set_header Connection "";
          }
        }
      }
    `,
    (file, folder) => ['-p', folder, '-e', `${folder}/error.log`, '-c', file],
  );
}
