-- SPDX-License-Identifier: GPL-3.0-or-later
update ticket set region = upper (platform)
where id in (select id from ticket where region is null order by id limit $1)
